using System.Text.RegularExpressions;
using ESchool.Api.Calls;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Workers.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace ESchool.Architecture.Tests;

public sealed partial class ModelTests
{
    [Fact]
    public void TheModel_HasNoChangeWithoutAMigration()
    {
        using var db = new DesignTimeSchoolDbContextFactory().CreateDbContext([]);
        Assert.False(db.Database.HasPendingModelChanges(), "Run: dotnet ef migrations add <Name> --project src/Data");
    }

    [Fact]
    public void EveryTable_LiesInTheSchemaOfAFeature()
    {
        using var db = new DesignTimeSchoolDbContextFactory().CreateDbContext([]);
        Assert.All(db.Model.GetEntityTypes(), entity => Assert.False(string.IsNullOrEmpty(entity.GetSchema()), entity.Name));
    }

    /// <summary>A race is told by the name of the index that decides it.</summary>
    [Fact]
    public void EveryRaceThatIsTold_HasItsIndexInTheDatabase()
    {
        using var db = new DesignTimeSchoolDbContextFactory().CreateDbContext([]);
        var unique = db
            .Model.GetEntityTypes()
            .SelectMany(entity => entity.GetIndexes())
            .Where(index => index.IsUnique)
            .Select(index => index.GetDatabaseName());
        Assert.Empty(StatusMapping.KnownConstraints.Keys.Except(unique));
    }

    /// <summary>Rows are locked by queries of the model. Statements by hand are for batches, where rows come in numbers.</summary>
    [Fact]
    public void RowLocks_AreWrittenByHand_OnlyInBatches()
    {
        var byHand = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src/Application"), "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                File.ReadAllText(file) is var text
                && (text.Contains("FOR UPDATE", StringComparison.Ordinal) || text.Contains("FOR NO KEY UPDATE", StringComparison.Ordinal))
                && !text.Contains("NewBatch", StringComparison.Ordinal)
                && !text.Contains("NpgsqlBatch", StringComparison.Ordinal)
            );
        Assert.Empty(byHand);
    }

    /// <summary>The tables have no defaults: a statement by hand that leaves a required column out fails only when it runs.</summary>
    [Fact]
    public void InsertsByHand_NameEveryRequiredColumn()
    {
        using var db = new DesignTimeSchoolDbContextFactory().CreateDbContext([]);
        var required = db.GetService<IDesignTimeModel>()
            .Model.GetRelationalModel()
            .Tables.ToDictionary(
                table => $"{table.Schema}.{table.Name}",
                table =>
                    table
                        .Columns.Where(c =>
                            !c.IsNullable
                            && c.ComputedColumnSql is null
                            && c.DefaultValueSql is null
                            && c.DefaultValue is null
                            && c.ComputedColumnSql is null
                            && c.PropertyMappings.All(m => m.Property.GetValueGenerationStrategy() == NpgsqlValueGenerationStrategy.None)
                        )
                        .Select(c => c.Name)
                        .ToList()
            );
        var inserts = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src/Application"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => InsertByHand().Matches(File.ReadAllText(file)))
            .ToList();
        Assert.NotEmpty(inserts);
        Assert.Empty(
            inserts.SelectMany(insert =>
                required[insert.Groups["table"].Value]
                    .Except(insert.Groups["columns"].Value.Split(',', StringSplitOptions.TrimEntries))
                    .Select(column => $"{insert.Groups["table"].Value} without {column}")
            )
        );
    }

    [Fact]
    public void EveryKindOfWork_HasOneHandler_AndAJob()
    {
        var handled = typeof(IWork)
            .Assembly.GetExportedTypes()
            .SelectMany(type => type.GetInterfaces())
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IHandle<>))
            .Select(i => i.GetGenericArguments()[0].Name);
        Assert.Equal(WorkType.All.Select(work => work.Type.Name).Order(), handled.Order());
        Assert.Equal(WorkType.All.Select(work => work.Kind).Concat(JobCatalog.EventKinds).Order(), JobCatalog.Kinds.Distinct().Order());
    }

    [GeneratedRegex(@"INSERT INTO (?<table>[a-z_]+\.[a-z_]+)(?: AS \w+)? \((?<columns>[a-z_, ]+)\)")]
    private static partial Regex InsertByHand();
}

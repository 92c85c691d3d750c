using ESchool.Api.Calls;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Workers.Outbox;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Architecture.Tests;

public sealed class ModelTests
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
        var unique = db.Model.GetEntityTypes().SelectMany(entity => entity.GetIndexes()).Where(index => index.IsUnique).Select(index => index.GetDatabaseName());
        Assert.Empty(StatusMapping.KnownConstraints.Keys.Except(unique));
    }

    /// <summary>Rows are locked by queries of the model. Statements by hand are for batches, where rows come in numbers.</summary>
    [Fact]
    public void RowLocks_AreWrittenByHand_OnlyInBatches()
    {
        var byHand = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/Application"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file) is var text && (text.Contains("FOR UPDATE", StringComparison.Ordinal) || text.Contains("FOR NO KEY UPDATE", StringComparison.Ordinal))
                && !text.Contains("NewBatch", StringComparison.Ordinal) && !text.Contains("NpgsqlBatch", StringComparison.Ordinal));
        Assert.Empty(byHand);
    }

    [Fact]
    public void EveryKindOfWork_HasOneHandler_AndAJob()
    {
        var handled = typeof(IWork).Assembly.GetExportedTypes().SelectMany(type => type.GetInterfaces())
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IHandle<>)).Select(i => i.GetGenericArguments()[0].Name);
        Assert.Equal(WorkType.All.Select(work => work.Type.Name).Order(), handled.Order());
        Assert.Equal(WorkType.All.Select(work => work.Kind).Concat(JobCatalog.EventKinds).Order(), JobCatalog.Kinds.Distinct().Order());
    }
}

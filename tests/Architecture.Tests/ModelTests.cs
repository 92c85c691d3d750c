using ESchool.Api.Calls;
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

    [Fact]
    public void EveryKindOfWork_HasAJob()
    {
        var kinds = typeof(Application.Work.WorkKinds).GetFields().Select(f => (string)f.GetValue(null)!);
        Assert.Equal(kinds.Order(), JobCatalog.Kinds.Order());
    }
}

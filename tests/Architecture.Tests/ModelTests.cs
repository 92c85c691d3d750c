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

    [Fact]
    public void EveryKindOfWork_HasAJob()
    {
        var kinds = typeof(Application.Work.WorkKinds).GetFields().Select(f => (string)f.GetValue(null)!);
        Assert.Equal(kinds.Order(), JobCatalog.Kinds.Order());
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace ESchool.Data;

/// <summary>Lets `dotnet ef migrations add` build the model without a database.</summary>
public sealed class DesignTimeSchoolDbContextFactory : IDesignTimeDbContextFactory<SchoolDbContext>
{
    public SchoolDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SchoolDbContext>();
        options.UseSchoolDatabase("Host=design-time-only");
        return new SchoolDbContext(options.Options);
    }
}

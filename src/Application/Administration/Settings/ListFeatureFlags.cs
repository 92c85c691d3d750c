using ESchool.Data;
using ESchool.Domain.Administration.Settings;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Settings;

/// <summary>Lists the feature flags.</summary>
public sealed class ListFeatureFlags(SchoolDbContext db)
{
    /// <summary>Reads all of them, by name.</summary>
    public Task<List<FeatureFlag>> ExecuteAsync(CancellationToken cancellationToken) =>
        db.FeatureFlags.AsNoTracking().OrderBy(f => f.Name).ToListAsync(cancellationToken);
}

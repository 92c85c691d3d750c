using ESchool.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ESchool.Application;

/// <summary>Ready means: the database answers and has every migration and the guards this program knows.</summary>
public sealed class DatabaseHealthCheck(SchoolDbContext db) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var applied = await db.Database.SqlQuery<string>($"SELECT migration_id AS \"Value\" FROM migrations.history").ToListAsync(cancellationToken);
            var missing = db.Database.GetMigrations().Except(applied).ToList();
            if (missing.Count > 0)
            {
                return HealthCheckResult.Unhealthy($"The database lacks {missing.Count} migrations; run the Workers' migrate verb.");
            }

            return await SchoolGuards.AppliedAsync(db, cancellationToken) == SchoolGuards.Fingerprint
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The database's guards are not those of this program; run the Workers' migrate verb.");
        }
        catch (Exception fault) when (fault is Npgsql.NpgsqlException or InvalidOperationException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", fault);
        }
    }
}

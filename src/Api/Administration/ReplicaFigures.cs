using ESchool.Api.Calls.Streams;
using ESchool.Contracts.Administration.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ESchool.Api.Administration;

/// <summary>What only the replica that answers knows: its open streams, and whether what it needs is there.</summary>
internal sealed class ReplicaFigures(OpenStreams streams, HealthCheckService health)
{
    /// <summary>Adds them to an overview.</summary>
    public async Task<Overview> AddToAsync(Overview overview, CancellationToken cancellationToken)
    {
        var report = await health.CheckHealthAsync(cancellationToken);
        overview.OpenStreamCount = streams.Count;
        overview.Dependencies.AddRange(
            report
                .Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => new Dependency
                {
                    Component = entry.Key,
                    Healthy = entry.Value.Status == HealthStatus.Healthy,
                    Message = entry.Value.Description ?? "",
                })
        );
        return overview;
    }
}

using System.Text.Json;
using ESchool.Application.Identity.Privacy;
using ESchool.Application.Work;

namespace ESchool.Workers.Identity;

/// <summary>Makes a ZIP of everything held about a user.</summary>
internal sealed class DataExportJob(ExportData useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<DataExportWork>(payload)!;
        return useCase.ExecuteAsync(work.ExportId, cancellationToken);
    }
}

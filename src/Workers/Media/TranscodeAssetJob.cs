using System.Text.Json;
using ESchool.Application.Media;
using ESchool.Application.Work;
using Hangfire;

namespace ESchool.Workers.Media;

/// <summary>Probes and transcodes an uploaded video. Four tries; a file that is refused is settled at the first, and while a dependency is away none is used up.</summary>
internal sealed class TranscodeAssetJob(ProcessAsset useCase)
{
    [WaitForDependencies]
    [AutomaticRetry(Attempts = 3, DelaysInSeconds = [10, 60, 300])]
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<AssetWork>(payload)!;
        return useCase.ExecuteAsync(work.AssetId, cancellationToken);
    }
}

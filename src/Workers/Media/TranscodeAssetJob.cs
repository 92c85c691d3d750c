using System.Text.Json;
using ESchool.Application.Media;
using ESchool.Application.Work;
using Hangfire;

namespace ESchool.Workers.Media;

/// <summary>Probes and transcodes an uploaded video. Three tries; a file that is refused is settled at the first.</summary>
internal sealed class TranscodeAssetJob(ProcessAsset useCase)
{
    [AutomaticRetry(Attempts = 3, DelaysInSeconds = [10, 60, 300])]
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<AssetWork>(payload)!;
        return useCase.ExecuteAsync(work.AssetId, cancellationToken);
    }
}

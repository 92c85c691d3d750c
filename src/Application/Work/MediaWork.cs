namespace ESchool.Application.Work;

/// <summary>Probes and transcodes an uploaded video. A file that is refused is settled at the first try.</summary>
/// <param name="AssetId">The asset.</param>
public sealed record TranscodeWork(Guid AssetId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "media.transcode";

    /// <inheritdoc/>
    public static string Queue => Queues.Media;

    /// <inheritdoc/>
    public static IReadOnlyList<int>? RetryDelays => [10, 60, 300];

    /// <inheritdoc/>
    public static bool WaitsForDependencies => true;
}

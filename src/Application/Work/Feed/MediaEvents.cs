using ESchool.Domain.Media;

namespace ESchool.Application.Work.Feed;

/// <summary>Processing of an uploaded video has ended. What moves before that is a live frame, which is not kept.</summary>
/// <param name="AssetId">The asset.</param>
/// <param name="State">READY, FAILED or QUARANTINED.</param>
public sealed record AssetProcessed(Guid AssetId, AssetState State) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "asset.processed";
}

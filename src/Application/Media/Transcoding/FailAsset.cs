using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Media.Transcoding;

/// <summary>Records that an asset's processing failed after its last try.</summary>
public sealed class FailAsset(SchoolDbContext db, ProcessingAttempts attempts) : IGiveUp<TranscodeWork>
{
    Task IGiveUp<TranscodeWork>.GiveUpAsync(TranscodeWork work, Exception fault, CancellationToken cancellationToken) =>
        ExecuteAsync(work.AssetId, fault, cancellationToken);

    /// <summary>Marks it FAILED unless it is finished.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="fault">What the last try failed with.</param>
    /// <param name="cancellationToken">Stops before anything is saved.</param>
    public async Task ExecuteAsync(Guid assetId, Exception fault, CancellationToken cancellationToken)
    {
        var asset = await db.Assets.SingleAsync(a => a.Id == assetId, cancellationToken);
        if (asset.State is AssetState.Uploaded or AssetState.Probing or AssetState.Transcoding)
        {
            asset.Fail(
                fault is DiskFullException
                    ? "The school's disk for processing videos is full; its staff have been told. Your file is safe: try again later."
                    : "Processing failed several times. Try again, or contact support."
            );
            await attempts.SaveAsync(asset, cancellationToken);
        }
    }
}

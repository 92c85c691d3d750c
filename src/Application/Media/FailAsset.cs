using ESchool.Data;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Media;

/// <summary>Records that an asset's processing failed after its last try.</summary>
public sealed class FailAsset(SchoolDbContext db, ProcessingAttempts attempts)
{
    /// <summary>Marks it FAILED unless it is finished.</summary>
    public async Task ExecuteAsync(Guid assetId, CancellationToken cancellationToken)
    {
        var asset = await db.Assets.SingleAsync(a => a.Id == assetId, cancellationToken);
        if (asset.State is AssetState.Uploaded or AssetState.Probing or AssetState.Transcoding)
        {
            asset.Fail("Processing failed several times. Try again, or contact support.");
            await attempts.SaveAsync(asset, cancellationToken);
        }
    }
}

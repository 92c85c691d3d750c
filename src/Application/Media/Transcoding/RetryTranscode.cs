using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Media.Transcoding;

/// <summary>Sends a failed asset to processing again.</summary>
public sealed class RetryTranscode(SchoolDbContext db, WorkOutbox outbox)
{
    /// <summary>Asks for the next attempt.</summary>
    /// <exception cref="DomainException"><c>ASSET_NOT_FOUND</c>, <c>ASSET_STATE_WRONG</c>.</exception>
    public async Task<Asset> ExecuteAsync(Actor actor, Guid assetId, CancellationToken cancellationToken)
    {
        var asset =
            await OwnAssets.Of(db, actor).SingleOrDefaultAsync(a => a.Id == assetId, cancellationToken)
            ?? throw new DomainException(MediaReasons.AssetNotFound, "{asset} does not exist.", ("asset", $"assets/{assetId}"));
        asset.Retry();
        outbox.Add(new TranscodeWork(asset.Id), $"{asset.Id}:after-{asset.Epoch}");
        await db.SaveChangesAsync(cancellationToken);
        return asset;
    }
}

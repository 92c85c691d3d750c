using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Media.Transcoding;

/// <summary>A processing attempt found that a later one has begun, or that the asset is finished: it stops and leaves no trace.</summary>
public sealed class AttemptSupersededException() : Exception("A later attempt has begun.");

/// <summary>
/// The records of processing attempts, each fenced by its epoch: whoever no longer holds the latest epoch cannot change anything, however
/// late it wakes up.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class ProcessingAttempts(SchoolDbContext db, WorkOutbox outbox, LiveHints hints)
{
    /// <summary>Begins the next attempt.</summary>
    /// <returns>The asset with its new epoch, or null when there is nothing to do any more.</returns>
    public async Task<Asset?> BeginAsync(Guid assetId, CancellationToken cancellationToken)
    {
        var asset = await db.Assets.AsTracking().SingleAsync(a => a.Id == assetId, cancellationToken);
        if (asset.State is AssetState.Ready or AssetState.Failed or AssetState.Quarantined or AssetState.Aborted)
        {
            return null;
        }

        asset.BeginAttempt();
        await SaveAsync(asset, cancellationToken);
        return asset;
    }

    /// <summary>Saves a step of the attempt. Who follows the asset sees it; the end is also kept in the owner's feed.</summary>
    /// <exception cref="AttemptSupersededException">Another attempt has begun.</exception>
    public async Task SaveAsync(Asset asset, CancellationToken cancellationToken)
    {
        if (asset.State is AssetState.Ready or AssetState.Failed or AssetState.Quarantined)
        {
            outbox.Tell(asset.UploaderId, new AssetProcessed(asset.Id, asset.State));
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new AttemptSupersededException();
        }

        hints.Publish(FollowAssets.TopicOf(asset.UploaderId));
    }

    /// <summary>Saves how far the attempt is, in percent.</summary>
    /// <returns>False when another attempt has begun.</returns>
    public async Task<bool> ReportAsync(Asset asset, int percent, CancellationToken cancellationToken)
    {
        var isLatest =
            await db
                .Assets.Where(a => a.Id == asset.Id && a.Epoch == asset.Epoch && a.State == AssetState.Transcoding)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.TranscodePercent, percent), cancellationToken) == 1;
        hints.Publish(FollowAssets.TopicOf(asset.UploaderId));
        return isLatest;
    }
}

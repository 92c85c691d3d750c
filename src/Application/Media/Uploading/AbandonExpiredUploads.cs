using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Media.Uploading;

/// <summary>Gives up uploads that were never completed; run every hour.</summary>
public sealed class AbandonExpiredUploads(SchoolDbContext db, Sweep sweep, ObjectStorage storage, TimeProvider clock)
{
    /// <summary>Gives up to 100 of them up.</summary>
    /// <returns>How many were given up.</returns>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken) =>
        sweep.RunAsync<AbandonExpiredUploads>(
            "abandon-expired-uploads",
            Expired().OrderBy(u => u.ExpiresAt).Select(u => u.Id),
            (abandon, id) => abandon.OneAsync(id, cancellationToken),
            cancellationToken
        );

    private IQueryable<Upload> Expired()
    {
        var now = clock.GetUtcNow();
        return db.Uploads.Where(u => u.State == UploadState.Open && u.ExpiresAt <= now);
    }

    private async Task<bool> OneAsync(Guid uploadId, CancellationToken cancellationToken)
    {
        // From here on no part is signed, which would have moved its end on.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await Expired().Where(u => u.Id == uploadId).ExecuteUpdateAsync(set => set.SetProperty(u => u.State, UploadState.Aborted), cancellationToken) == 0)
        {
            return false;
        }

        var upload = await db.Uploads.AsNoTracking().SingleAsync(u => u.Id == uploadId, cancellationToken);
        if (upload.AssetId is null)
        {
            // It may have been joined by a call that was killed before it was recorded.
            await storage.AbortMultipartAsync(storage.DocumentsBucket, upload.PackageKey, upload.MultipartId, cancellationToken);
            await storage.DeleteAsync(storage.DocumentsBucket, upload.PackageKey, cancellationToken);
        }
        else
        {
            var asset = await db.Assets.SingleAsync(a => a.Id == upload.AssetId, cancellationToken);
            asset.AbortUpload();
            await db.SaveChangesAsync(cancellationToken);
            await storage.AbortMultipartAsync(storage.MediaBucket, asset.SourceKey, upload.MultipartId, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}

using ESchool.Data;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Media;

/// <summary>Gives up uploads that were never completed; run every hour.</summary>
public sealed class AbandonExpiredUploads(SchoolDbContext db, ObjectStorage storage, TimeProvider clock)
{
    /// <summary>Gives up to 100 of them up.</summary>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var expired = await db.Uploads.Where(u => u.State == UploadState.Open && u.ExpiresAt <= now).OrderBy(u => u.ExpiresAt).Take(100).ToListAsync(cancellationToken);
        foreach (var upload in expired)
        {
            var asset = await db.Assets.SingleAsync(a => a.Id == upload.AssetId, cancellationToken);
            await storage.AbortMultipartAsync(asset.SourceKey, upload.MultipartId, cancellationToken);
            upload.Abort();
            asset.AbortUpload();
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}

using ESchool.Application.Storage;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Media.Uploading;

/// <summary>Starts an upload and makes its asset.</summary>
public sealed class CreateUpload(SchoolDbContext db, ObjectStorage storage, IOptions<MediaOptions> options, TimeProvider clock)
{
    /// <summary>Starts it.</summary>
    /// <param name="owner">Whose the asset will be.</param>
    /// <param name="file">What will be uploaded.</param>
    /// <param name="cancellationToken">Stops before anything is saved.</param>
    /// <exception cref="DomainException"><c>UPLOAD_TOO_LARGE</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<Upload> ExecuteAsync(AssetOwner owner, UploadFile file, CancellationToken cancellationToken)
    {
        var maximum = options.Value.MaximumUploadBytes;
        if (file.SizeBytes > maximum)
        {
            throw new DomainException(
                MediaReasons.UploadTooLarge,
                "The file has {size_bytes} bytes, and {maximum_bytes} are allowed. Export it in 1920 × 1080, or cut it into several lessons.",
                ("size_bytes", file.SizeBytes),
                ("maximum_bytes", maximum)
            );
        }

        var asset = new Asset(owner, file.Name, file.ContentType, file.SizeBytes, clock.GetUtcNow());
        var multipartId = await storage.StartMultipartAsync(storage.MediaBucket, asset.SourceKey, file.StoredType, cancellationToken);
        var upload = new Upload(asset, multipartId, Upload.PartSizeFor(file.SizeBytes), clock.GetUtcNow());
        db.Assets.Add(asset);
        db.Uploads.Add(upload);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Nobody will know this upload: free what S3 holds of it.
            await storage.AbortMultipartAsync(storage.MediaBucket, asset.SourceKey, multipartId, CancellationToken.None);
            throw;
        }

        return upload;
    }
}

/// <summary>A file that will be uploaded.</summary>
/// <param name="Name">Its name on the uploader's machine.</param>
/// <param name="SizeBytes">Its exact size.</param>
/// <param name="ContentType">The media type the uploader declares; empty when it is not known.</param>
public sealed record UploadFile(string Name, long SizeBytes, string ContentType)
{
    /// <summary>The media type without its parameters, which HTTP clients write in another way than they were signed.</summary>
    public string StoredType => ContentType.Split(';')[0].Trim() is { Length: > 0 } type ? type : "application/octet-stream";
}

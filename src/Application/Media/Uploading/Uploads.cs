using ESchool.Application.Storage;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Media.Uploading;

/// <summary>Where an upload arrives.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key.</param>
/// <param name="Asset">The asset it fills; null for a package.</param>
public sealed record UploadPlace(string Bucket, string Key, Asset? Asset);

/// <summary>Loads uploads by id and owner, and joins their parts.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class Uploads(SchoolDbContext db, ObjectStorage storage)
{
    /// <summary>Loads the actor's own upload of a video with its signed parts and its asset.</summary>
    /// <exception cref="DomainException"><c>UPLOAD_NOT_FOUND</c>: also for an upload of a package.</exception>
    public async Task<(Upload Upload, Asset Asset)> LoadAsync(Actor actor, Guid uploadId, CancellationToken cancellationToken)
    {
        var (upload, place) = await LocateAsync(actor, uploadId, cancellationToken);
        return (upload, place.Asset ?? throw NotFound(uploadId));
    }

    /// <summary>Loads the actor's own upload of a package with its signed parts.</summary>
    /// <exception cref="DomainException"><c>UPLOAD_NOT_FOUND</c>: also for an upload of a video.</exception>
    public async Task<Upload> LoadPackageAsync(Actor actor, Guid uploadId, CancellationToken cancellationToken)
    {
        var (upload, place) = await LocateAsync(actor, uploadId, cancellationToken);
        return place.Asset is null ? upload : throw NotFound(uploadId);
    }

    /// <summary>Loads the actor's own upload with its signed parts, of whatever it is.</summary>
    /// <exception cref="DomainException"><c>UPLOAD_NOT_FOUND</c>.</exception>
    public async Task<(Upload Upload, UploadPlace Place)> LocateAsync(Actor actor, Guid uploadId, CancellationToken cancellationToken)
    {
        var upload =
            await db.Uploads.Include(u => u.Parts).SingleOrDefaultAsync(u => u.Id == uploadId && u.OwnerId == actor.UserId, cancellationToken)
            ?? throw NotFound(uploadId);
        if (upload.AssetId is null)
        {
            return (upload, new UploadPlace(storage.DocumentsBucket, upload.PackageKey, Asset: null));
        }

        // An editor of somebody else's course may have lost the role since.
        return await OwnAssets.Of(db, actor).SingleOrDefaultAsync(a => a.Id == upload.AssetId, cancellationToken) is { } asset
            ? (upload, new UploadPlace(storage.MediaBucket, asset.SourceKey, asset))
            : throw NotFound(uploadId);
    }

    /// <summary>
    /// Compares every part with what was signed, and has S3 put the object together. A call that is repeated after a crash in between finds the object there.
    /// </summary>
    /// <returns>S3's version of the object.</returns>
    /// <exception cref="DomainException"><c>UPLOAD_INCOMPLETE</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<string> JoinAsync(Upload upload, string bucket, string key, CancellationToken cancellationToken)
    {
        var stored = await storage.FindAsync(bucket, key, cancellationToken);
        if (stored is null)
        {
            var held = await storage.ListPartsAsync(bucket, key, upload.MultipartId, cancellationToken);
            upload.RequireComplete(held);
            await storage.CompleteMultipartAsync(bucket, key, upload.MultipartId, held, cancellationToken);
            stored = await storage.FindAsync(bucket, key, cancellationToken);
        }

        return stored is { } found && found.SizeBytes == upload.SizeBytes
            ? found.VersionId
            : throw new DomainException(
                MediaReasons.UploadIncomplete,
                "The object has {size_bytes} bytes instead of {expected_bytes}.",
                ("size_bytes", stored?.SizeBytes ?? 0),
                ("expected_bytes", upload.SizeBytes)
            );
    }

    private static DomainException NotFound(Guid uploadId) => new(MediaReasons.UploadNotFound, "{upload} does not exist.", ("upload", $"uploads/{uploadId}"));
}

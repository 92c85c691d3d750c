using ESchool.Application.Storage;
using ESchool.Data;
using ESchool.Domain;

namespace ESchool.Application.Media.Uploading;

/// <summary>Gives an upload up and frees what S3 holds of it.</summary>
public sealed class AbortUpload(SchoolDbContext db, Uploads uploads, ObjectStorage storage)
{
    /// <summary>Gives it up; doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>UPLOAD_NOT_FOUND</c>, <c>UPLOAD_STATE_WRONG</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task ExecuteAsync(Actor actor, Guid uploadId, CancellationToken cancellationToken)
    {
        var (upload, place) = await uploads.LocateAsync(actor, uploadId, cancellationToken);
        upload.Abort();
        place.Asset?.AbortUpload();
        await db.SaveChangesAsync(cancellationToken);
        await storage.AbortMultipartAsync(place.Bucket, place.Key, upload.MultipartId, cancellationToken);
    }
}

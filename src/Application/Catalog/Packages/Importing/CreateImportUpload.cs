using ESchool.Application.Storage;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Catalog.Packages.Importing;

/// <summary>Starts the upload of a package. Its parts are signed, listed and given up like those of a video.</summary>
public sealed class CreateImportUpload(SchoolDbContext db, ObjectStorage storage, IOptions<PackageOptions> options, TimeProvider clock)
{
    /// <summary>Starts it.</summary>
    /// <param name="actor">The instructor.</param>
    /// <param name="sizeBytes">The package's exact size.</param>
    /// <param name="cancellationToken">Stops before anything is saved.</param>
    /// <exception cref="DomainException"><c>UPLOAD_TOO_LARGE</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<Upload> ExecuteAsync(Actor actor, long sizeBytes, CancellationToken cancellationToken)
    {
        var maximum = options.Value.MaximumUploadBytes;
        if (sizeBytes > maximum)
        {
            throw new DomainException(
                MediaReasons.UploadTooLarge,
                "The package has {size_bytes} bytes, and {maximum_bytes} are allowed.",
                ("size_bytes", sizeBytes),
                ("maximum_bytes", maximum)
            );
        }

        var now = clock.GetUtcNow();
        var uploadId = Guid.CreateVersion7(now);
        var key = Upload.PackageKeyOf(actor.UserId, uploadId);
        var multipartId = await storage.StartMultipartAsync(storage.DocumentsBucket, key, "application/zip", cancellationToken);
        var upload = new Upload(uploadId, actor.UserId, sizeBytes, multipartId, now);
        db.Uploads.Add(upload);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Nobody will know this upload: free what S3 holds of it.
            await storage.AbortMultipartAsync(storage.DocumentsBucket, key, multipartId, CancellationToken.None);
            throw;
        }

        return upload;
    }
}

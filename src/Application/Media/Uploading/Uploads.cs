using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Media.Uploading;

/// <summary>Loads uploads by id and owner.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class Uploads(SchoolDbContext db)
{
    /// <summary>Loads the actor's own upload with its signed parts and its asset.</summary>
    /// <exception cref="DomainException"><c>UPLOAD_NOT_FOUND</c>.</exception>
    public async Task<(Upload Upload, Asset Asset)> LoadAsync(Actor actor, Guid uploadId, CancellationToken cancellationToken)
    {
        var upload =
            await db.Uploads.Include(u => u.Parts).SingleOrDefaultAsync(u => u.Id == uploadId && u.OwnerId == actor.UserId, cancellationToken)
            ?? throw NotFound(uploadId);

        // An editor of somebody else's course may have lost the role since.
        return await OwnAssets.Of(db, actor).SingleOrDefaultAsync(a => a.Id == upload.AssetId, cancellationToken) is { } asset
            ? (upload, asset)
            : throw NotFound(uploadId);
    }

    private static DomainException NotFound(Guid uploadId) => new(MediaReasons.UploadNotFound, "{upload} does not exist.", ("upload", $"uploads/{uploadId}"));
}

using ESchool.Application.Storage;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Media;

namespace ESchool.Application.Media.Uploading;

/// <summary>Signs addresses for parts, each good for exactly the bytes that were announced.</summary>
public sealed class SignUploadParts(SchoolDbContext db, Uploads uploads, ObjectStorage storage, TimeProvider clock)
{
    /// <summary>Signs the parts.</summary>
    /// <param name="actor">The uploader.</param>
    /// <param name="uploadId">The upload.</param>
    /// <param name="parts">Part numbers with the MD5 of their bytes.</param>
    /// <param name="cancellationToken">Stops before anything is saved.</param>
    /// <exception cref="DomainException"><c>UPLOAD_NOT_FOUND</c>, <c>UPLOAD_STATE_WRONG</c>, <c>PART_INVALID</c>.</exception>
    public async Task<IReadOnlyList<(UploadPart Part, SignedPut Put)>> ExecuteAsync(
        Actor actor,
        Guid uploadId,
        IReadOnlyList<(int Number, byte[] Md5)> parts,
        CancellationToken cancellationToken
    )
    {
        if (parts.Select(p => p.Number).Distinct().Count() != parts.Count)
        {
            throw new DomainException(MediaReasons.PartInvalid, "A part is asked for twice.");
        }

        var (upload, place) = await uploads.LocateAsync(actor, uploadId, cancellationToken);
        var signed = parts.Select(p => upload.Sign(p.Number, p.Md5, clock.GetUtcNow())).ToList();
        await db.SaveChangesAsync(cancellationToken);
        return signed.ConvertAll(part => (part, storage.SignPart(place.Bucket, place.Key, upload.MultipartId, part)));
    }
}

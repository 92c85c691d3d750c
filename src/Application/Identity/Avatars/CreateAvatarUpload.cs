using ESchool.Application.Storage;
using ESchool.Domain;

namespace ESchool.Application.Identity.Avatars;

/// <summary>A form that uploads a picture.</summary>
/// <param name="UploadId">Names it afterwards.</param>
/// <param name="Form">The form.</param>
public sealed record AvatarUpload(Guid UploadId, SignedPost Form);

/// <summary>Makes a form that uploads a picture of the caller straight to S3.</summary>
public sealed class CreateAvatarUpload(ObjectStorage storage, TimeProvider clock)
{
    private const long MaximumBytes = 5 * 1024 * 1024;

    /// <summary>The types a picture may have.</summary>
    public static readonly IReadOnlyList<string> ContentTypes = ["image/jpeg", "image/png", "image/webp"];

    /// <summary>Makes it.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<AvatarUpload> ExecuteAsync(Actor actor, string contentType, CancellationToken cancellationToken)
    {
        var uploadId = Guid.CreateVersion7(clock.GetUtcNow());
        return new AvatarUpload(uploadId, await storage.SignPostAsync(AvatarKeys.Upload(actor.UserId, uploadId), contentType, MaximumBytes, cancellationToken));
    }
}

using ESchool.Application.Identity.People;
using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Avatars;

/// <summary>Asks for an uploaded picture to become the caller's avatar.</summary>
public sealed class SetAvatar(SchoolDbContext db, ObjectStorage storage, ShownProfiles profiles, WorkOutbox outbox)
{
    /// <summary>Asks for it; doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>AVATAR_UPLOAD_NOT_FOUND</c>: also for anybody else's. <c>PROFILE_HIDDEN</c>.</exception>
    public async Task ExecuteAsync(Actor actor, Guid uploadId, CancellationToken cancellationToken)
    {
        // With the caller in the key: that somebody else has set this picture is nobody's business.
        var key = $"{actor.UserId}:{uploadId}";
        if (await db.OutboxMessages.AnyAsync(m => m.Kind == AvatarWork.Kind && m.DeduplicationKey == key, cancellationToken))
        {
            return;
        }

        // The key names the caller: nobody can set a picture somebody else uploaded.
        if (await storage.FindAsync(storage.DocumentsBucket, AvatarKeys.Upload(actor.UserId, uploadId), cancellationToken) is null)
        {
            throw new DomainException(IdentityReasons.AvatarUploadNotFound, "Nothing was uploaded as {upload}.", ("upload", $"uploads/{uploadId}"));
        }

        await profiles.RequireAsync(actor.UserId, cancellationToken);
        outbox.Add(new AvatarWork(actor.UserId, uploadId), key);
        await db.SaveChangesAsync(cancellationToken);
    }
}

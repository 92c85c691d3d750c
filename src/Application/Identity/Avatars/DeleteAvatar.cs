using ESchool.Application.Storage;
using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Avatars;

/// <summary>Takes the caller's avatar away.</summary>
public sealed class DeleteAvatar(SchoolDbContext db, ObjectStorage storage)
{
    /// <summary>Takes it away; doing it again changes nothing.</summary>
    public async Task ExecuteAsync(Actor actor, CancellationToken cancellationToken)
    {
        var user = await db.Users.SingleAsync(u => u.Id == actor.UserId, cancellationToken);
        if (user.AvatarKey is { } key)
        {
            user.SetAvatar(null);
            await db.SaveChangesAsync(cancellationToken);
            await storage.DeleteAsync(storage.DocumentsBucket, key, cancellationToken);
        }
    }
}

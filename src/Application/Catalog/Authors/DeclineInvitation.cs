using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authors;

/// <summary>Declines an invitation to the caller's address.</summary>
public sealed class DeclineInvitation(SchoolDbContext db)
{
    /// <summary>Deletes it. Done again, or of one that is somebody else's, it changes nothing.</summary>
    public Task ExecuteAsync(Actor actor, Guid courseId, Guid invitationId, CancellationToken cancellationToken) =>
        db
            .CoAuthorInvitations.Where(i =>
                i.Id == invitationId
                && i.CourseId == courseId
                && db.Users.Any(u => u.Id == actor.UserId && u.EmailNormalized == i.Email && u.EmailVerifiedAt != null)
            )
            .ExecuteDeleteAsync(cancellationToken);
}

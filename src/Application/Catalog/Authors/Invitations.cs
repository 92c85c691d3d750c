using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Authors;

/// <summary>Finds the invitations that are open: the course is there, and its owner may teach.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class Invitations(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Those to a course.</summary>
    internal IQueryable<CoAuthorInvitation> Of(Guid courseId) => Open().Where(i => i.CourseId == courseId);

    /// <summary>Those that the caller can answer: to the address that they have proved to own.</summary>
    internal IQueryable<CoAuthorInvitation> To(Actor actor) =>
        Open().Where(i => db.Users.Any(u => u.Id == actor.UserId && u.EmailNormalized == i.Email && u.EmailVerifiedAt != null));

    /// <summary>Ends what somebody was invited to before the owner decided otherwise.</summary>
    internal Task EndAsync(Guid courseId, Guid userId, CancellationToken cancellationToken) =>
        db
            .CoAuthorInvitations.Where(i => i.CourseId == courseId && db.Users.Any(u => u.Id == userId && u.EmailNormalized == i.Email))
            .ExecuteDeleteAsync(cancellationToken);

    /// <summary>The refusal of an invitation that is not there, or not the caller's.</summary>
    internal static DomainException NotFound(Guid courseId, Guid invitationId) =>
        new(AuthorReasons.InvitationNotFound, "{invitation} does not exist.", ("invitation", $"courses/{courseId}/invitations/{invitationId}"));

    private IQueryable<CoAuthorInvitation> Open()
    {
        var now = clock.GetUtcNow();
        var owners = db.Users.Where(u => u.SuspendedAt == null && (u.Roles & Roles.Instructor) != 0).Select(u => u.Id);
        var courses = db.Courses.Where(c => c.DeletedAt == null && owners.Contains(c.InstructorId)).Select(c => c.Id);
        return db.CoAuthorInvitations.Where(i => i.ExpiresAt > now && courses.Contains(i.CourseId));
    }
}

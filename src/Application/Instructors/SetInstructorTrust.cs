using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Instructors;

/// <summary>Trusts an instructor to publish later versions without a review, or does no more.</summary>
public sealed class SetInstructorTrust(SchoolDbContext db, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Sets it. Doing it again changes nothing.</summary>
    /// <returns>Since when they are trusted; null when they are not.</returns>
    /// <exception cref="DomainException"><c>INSTRUCTOR_NOT_FOUND</c>.</exception>
    public Task<DateTimeOffset?> ExecuteAsync(Actor actor, Guid userId, bool isTrusted, string reason, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var isInstructor = await db.Users.Where(u => u.Id == userId && u.Roles.HasFlag(Roles.Instructor)).ForNoKeyUpdate().AnyAsync(cancellationToken);
                if (!isInstructor)
                {
                    throw new DomainException(InstructorReasons.InstructorNotFound, "{instructor} does not exist.", ("instructor", $"instructors/{userId}"));
                }

                var profile = await db.InstructorProfiles.SingleOrDefaultAsync(p => p.InstructorId == userId, cancellationToken);
                profile ??= db.InstructorProfiles.Add(new InstructorProfile(userId, "", "", clock.GetUtcNow())).Entity;
                if (profile.Trust(isTrusted, clock.GetUtcNow()))
                {
                    audit.Note(actor, "instructor.trust", $"users/{userId}", new { trusted = !isTrusted }, new { trusted = isTrusted, reason });
                    await db.SaveChangesAsync(cancellationToken);
                }

                return profile.TrustedAt;
            },
            cancellationToken
        );
}

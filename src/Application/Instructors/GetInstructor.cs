using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Instructors;

/// <summary>What everybody may read of an instructor.</summary>
/// <param name="UserId">Who it is.</param>
/// <param name="DisplayName">The name.</param>
/// <param name="Headline">The instructor in a line.</param>
/// <param name="Bio">Who the instructor is.</param>
/// <param name="Expertise">What the instructor teaches.</param>
public sealed record InstructorView(Guid UserId, string DisplayName, string Headline, string Bio, string Expertise);

/// <summary>Reads the public profile of somebody who is an instructor now.</summary>
public sealed class GetInstructor(SchoolDbContext db)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>INSTRUCTOR_NOT_FOUND</c>.</exception>
    public async Task<InstructorView> ExecuteAsync(Guid userId, CancellationToken cancellationToken) =>
        await (
            from user in db.Users
            where user.Id == userId && (user.Roles & Roles.Instructor) != 0 && user.SuspendedAt == null && user.ErasedAt == null
            join profile in db.InstructorProfiles on user.Id equals profile.InstructorId into profiles
            from profile in profiles.DefaultIfEmpty()
            select new InstructorView(
                user.Id,
                user.DisplayName,
                profile == null ? "" : profile.Headline,
                profile == null ? "" : profile.Bio,
                profile == null ? "" : profile.Expertise
            )
        ).SingleOrDefaultAsync(cancellationToken)
        ?? throw new DomainException(InstructorReasons.InstructorNotFound, "{instructor} does not exist.", ("instructor", $"instructors/{userId}"));
}

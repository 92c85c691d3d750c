using ESchool.Application.Identity.People;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Instructors;

/// <summary>What changes about a profile; null leaves a text as it is.</summary>
/// <param name="Headline">The instructor in a line.</param>
/// <param name="Bio">Who the instructor is.</param>
/// <param name="Expertise">What the instructor teaches.</param>
public sealed record InstructorChange(string? Headline, string? Bio, string? Expertise);

/// <summary>Changes the caller's public profile.</summary>
public sealed class UpdateInstructor(SchoolDbContext db, GetInstructor getInstructor, ShownProfiles profiles, TimeProvider clock)
{
    /// <summary>Changes it.</summary>
    /// <exception cref="DomainException"><c>INSTRUCTOR_NOT_FOUND</c>: also for anybody else's. <c>PROFILE_HIDDEN</c>.</exception>
    public async Task<InstructorView> ExecuteAsync(Actor actor, Guid userId, InstructorChange change, CancellationToken cancellationToken)
    {
        if (userId != actor.UserId)
        {
            throw new DomainException(InstructorReasons.InstructorNotFound, "{instructor} does not exist.", ("instructor", $"instructors/{userId}"));
        }

        await profiles.RequireAsync(userId, cancellationToken);
        var now = clock.GetUtcNow();
        var profile = await db.InstructorProfiles.SingleOrDefaultAsync(p => p.InstructorId == userId, cancellationToken);
        if (profile is null)
        {
            // Whoever was given the role without an application begins with an empty one.
            profile = new InstructorProfile(userId, "", "", now);
            db.InstructorProfiles.Add(profile);
        }

        profile.Describe(change.Headline, change.Bio, change.Expertise, now);
        await db.SaveChangesAsync(cancellationToken);
        return await getInstructor.ExecuteAsync(userId, cancellationToken);
    }
}

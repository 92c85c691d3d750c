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
public sealed record InstructorView(Guid UserId, string DisplayName, string Headline, string Bio, string Expertise)
{
    /// <summary>What they have on sale.</summary>
    public TeachingRecord Teaching { get; init; } = new(0, 0, 0, 0);
}

/// <summary>What an instructor has on sale, and what others make of it.</summary>
/// <param name="Courses">How many courses.</param>
/// <param name="Learners">How many learn them; whoever learns two counts twice.</param>
/// <param name="Reviews">How many reviews of them count.</param>
/// <param name="Stars">The stars of these reviews together.</param>
public sealed record TeachingRecord(int Courses, int Learners, int Reviews, long Stars)
{
    /// <summary>The average of the stars; 0 without reviews.</summary>
    public double Average => Reviews == 0 ? 0 : (double)Stars / Reviews;
}

/// <summary>Reads the public profile of somebody who is an instructor now.</summary>
public sealed class GetInstructor(SchoolDbContext db)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>INSTRUCTOR_NOT_FOUND</c>.</exception>
    public async Task<InstructorView> ExecuteAsync(Guid userId, CancellationToken cancellationToken) =>
        await ProfileAsync(userId, cancellationToken) with
        {
            Teaching = await TeachingAsync(userId, cancellationToken),
        };

    private async Task<TeachingRecord> TeachingAsync(Guid userId, CancellationToken cancellationToken)
    {
        var courses = db.Courses.Where(c => c.InstructorId == userId && c.PublishedVersion > 0).Select(c => c.Id);
        var ratings = await db.CourseRatings.AsNoTracking().Where(r => courses.Contains(r.CourseId)).ToListAsync(cancellationToken);
        return new TeachingRecord(
            await courses.CountAsync(cancellationToken),
            await db.CoursePopularity.Where(p => courses.Contains(p.CourseId)).SumAsync(p => p.Learners, cancellationToken),
            ratings.Sum(r => r.Count),
            ratings.Sum(r => r.Sum)
        );
    }

    private async Task<InstructorView> ProfileAsync(Guid userId, CancellationToken cancellationToken) =>
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

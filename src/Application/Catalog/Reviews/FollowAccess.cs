using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Reviews;

/// <summary>Whether everything was given back that a student had paid for a course.</summary>
/// <param name="StudentId">The student.</param>
/// <param name="CourseId">The course.</param>
/// <param name="IsGivenBack">Whether it was.</param>
public sealed record PaidAccess(Guid StudentId, Guid CourseId, bool IsGivenBack);

/// <summary>
/// A review whose payment was given back does not count, and counts again when its author has the course again. Nor does one whose author works on the course,
/// for as long as they do. Called inside the transaction that changes the access, after the enrollments are locked.
/// </summary>
public sealed class FollowAccess(SchoolDbContext db, ReviewDesk desk, TimeProvider clock)
{
    /// <summary>Changes the reviews and the counters; the caller saves.</summary>
    /// <param name="accesses">What has changed.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public async Task ExecuteAsync(IReadOnlyCollection<PaidAccess> accesses, CancellationToken cancellationToken)
    {
        var (students, courses) = (accesses.Select(a => a.StudentId).Distinct().ToList(), accesses.Select(a => a.CourseId).Distinct().ToList());
        var concerned = await db
            .Reviews.Where(r => students.Contains(r.StudentId) && courses.Contains(r.CourseId))
            .Select(r => new { r.StudentId, r.CourseId })
            .ToListAsync(cancellationToken);
        if (concerned.Count == 0)
        {
            return;
        }

        // The locks in one order: the ratings by their courses, then the reviews.
        courses = concerned.ConvertAll(r => r.CourseId);
        var ratings = await desk.LockRatingsAsync(courses, cancellationToken);
        var reviews = await db
            .Reviews.Where(r => students.Contains(r.StudentId) && courses.Contains(r.CourseId))
            .OrderBy(r => r.Id)
            .ForNoKeyUpdate()
            .ToListAsync(cancellationToken);

        // Whoever changes who works on a course does it before us, and we see it, or after us, and comes here too: the enrollment's lock is theirs as well.
        var authors = await db
            .CoAuthors.Where(a => students.Contains(a.UserId) && courses.Contains(a.CourseId))
            .Select(a => new { a.UserId, a.CourseId })
            .ToListAsync(cancellationToken);
        foreach (var review in reviews)
        {
            if (accesses.FirstOrDefault(a => a.StudentId == review.StudentId && a.CourseId == review.CourseId) is { } access)
            {
                var before = review.CountedStars;
                var isAuthor = authors.Exists(a => a.UserId == review.StudentId && a.CourseId == review.CourseId);
                review.FollowAccess(access.IsGivenBack || isAuthor, clock.GetUtcNow());
                ratings[review.CourseId].Move(before, review.CountedStars);
            }
        }
    }
}

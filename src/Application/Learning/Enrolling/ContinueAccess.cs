using ESchool.Application.Catalog.Reviews;
using ESchool.Data;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Enrolling;

/// <summary>Carries what a period of a membership opened over into the next. Called inside the transaction that records the renewal.</summary>
public sealed class ContinueAccess(SchoolDbContext db, FollowAccess reviews, TimeProvider clock)
{
    /// <summary>Ends the grants of one source and makes those of another for the same courses. Done again it changes nothing. The caller saves.</summary>
    /// <param name="before">The source whose time is over.</param>
    /// <param name="after">The source that follows it.</param>
    /// <param name="courses">The courses that are carried over, as far as they were open.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public async Task ExecuteAsync(string before, string after, IQueryable<Guid> courses, CancellationToken cancellationToken)
    {
        var enrollments = await db
            .Enrollments.Where(e => db.AccessGrants.Any(g => g.EnrollmentId == e.Id && g.Source == before))
            .OrderBy(e => e.Id)
            .ForNoKeyUpdate()
            .ToListAsync(cancellationToken);
        var (ids, open) = (enrollments.ConvertAll(e => e.Id), enrollments.ConvertAll(e => e.CourseId));
        var carried = await courses.Where(id => open.Contains(id)).ToListAsync(cancellationToken);
        var grants = (await db.AccessGrants.Where(g => ids.Contains(g.EnrollmentId)).ToListAsync(cancellationToken)).ToLookup(g => g.EnrollmentId);
        var accesses = new List<PaidAccess>();
        foreach (var enrollment in enrollments)
        {
            var all = grants[enrollment.Id].ToList();
            all.Single(g => g.Source == before).Set(GrantState.Ended, clock.GetUtcNow());
            if (carried.Contains(enrollment.CourseId) && !all.Exists(g => g.Source == after))
            {
                var grant = new AccessGrant(enrollment.Id, after, clock.GetUtcNow());
                db.AccessGrants.Add(grant);
                all.Add(grant);
            }

            enrollment.Follow(all);
            accesses.Add(new PaidAccess(enrollment.StudentId, enrollment.CourseId, Enrollment.IsGivenBack(all)));
        }

        await reviews.ExecuteAsync(accesses, cancellationToken);
    }
}

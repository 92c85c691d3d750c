using ESchool.Data;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Reviews.Authorship;

/// <summary>
/// Nobody reviews what they work on: the review of somebody who begins to is withdrawn, and counts again when they end, or when it is somebody else's. Called
/// inside the transaction that changes the course's authors, or whose the review is, after that is saved.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class FollowAuthorship(SchoolDbContext db, FollowAccess reviews)
{
    /// <summary>Changes the review, if there is one, with the counters, and saves.</summary>
    /// <param name="courseId">The course.</param>
    /// <param name="userId">Who began, or ended, to work on it.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    public async Task ExecuteAsync(Guid courseId, Guid userId, CancellationToken cancellationToken)
    {
        // The enrollment's lock: a review that is being written, or a payment that is being given back, comes before us or after us.
        var enrollment = await db
            .Enrollments.Where(e => e.StudentId == userId && e.CourseId == courseId)
            .ForNoKeyUpdate()
            .AsNoTracking()
            .SingleOrDefaultAsync(cancellationToken);
        if (enrollment is null)
        {
            return;
        }

        var grants = await db.AccessGrants.AsNoTracking().Where(g => g.EnrollmentId == enrollment.Id).ToListAsync(cancellationToken);
        await reviews.ExecuteAsync([new PaidAccess(userId, courseId, Enrollment.IsGivenBack(grants))], cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}

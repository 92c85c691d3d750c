using ESchool.Application.Catalog.Reviews;
using ESchool.Data;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Enrolling;

/// <summary>Follows what becomes of a payment: the enrollment stays live while any of its grants is. Called inside the transaction that records it.</summary>
public sealed class ChangeAccess(SchoolDbContext db, FollowAccess reviews, TimeProvider clock)
{
    /// <summary>Changes what the payment's grants are worth, of whatever number of courses; the caller saves.</summary>
    /// <param name="source">What paid, such as <c>orders/…</c>.</param>
    /// <param name="state">What they are worth now.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public async Task ExecuteAsync(string source, GrantState state, CancellationToken cancellationToken)
    {
        // The locks first: whoever changes another grant of an enrollment decides before us or after us.
        var enrollments = await db
            .Enrollments.Where(e => db.AccessGrants.Any(g => g.EnrollmentId == e.Id && g.Source == source))
            .OrderBy(e => e.Id)
            .ForNoKeyUpdate()
            .ToListAsync(cancellationToken);
        var ids = enrollments.ConvertAll(e => e.Id);
        var grants = (await db.AccessGrants.Where(g => ids.Contains(g.EnrollmentId)).ToListAsync(cancellationToken)).ToLookup(g => g.EnrollmentId);
        foreach (var enrollment in enrollments)
        {
            grants[enrollment.Id].Single(g => g.Source == source).Set(state, clock.GetUtcNow());
            enrollment.Follow(grants[enrollment.Id]);
        }

        await reviews.ExecuteAsync(
            enrollments.ConvertAll(e => new PaidAccess(e.StudentId, e.CourseId, Enrollment.IsGivenBack([.. grants[e.Id]]))),
            cancellationToken
        );
    }
}

using ESchool.Data;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning;

/// <summary>Follows what becomes of a payment: the enrollment stays live while any of its grants is. Called inside the transaction that records it.</summary>
public sealed class ChangeAccess(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Changes what the payment's grant is worth; the caller saves.</summary>
    /// <param name="source">What paid, such as <c>orders/…</c>.</param>
    /// <param name="state">What the grant is worth now.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public async Task ExecuteAsync(string source, GrantState state, CancellationToken cancellationToken)
    {
        // The lock first: whoever changes another grant of the enrollment decides before us or after us.
        var enrollment = await db.Enrollments
            .FromSql($"SELECT * FROM learning.enrollments WHERE id = (SELECT g.enrollment_id FROM learning.access_grants g WHERE g.source = {source}) FOR NO KEY UPDATE")
            .SingleAsync(cancellationToken);
        var grants = await db.AccessGrants.Where(g => g.EnrollmentId == enrollment.Id).ToListAsync(cancellationToken);
        grants.Single(g => g.Source == source).Set(state, clock.GetUtcNow());
        enrollment.Follow(grants);
    }
}

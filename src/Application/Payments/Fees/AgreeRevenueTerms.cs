using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Fees;

/// <summary>Agrees with one instructor on fees that hold instead of everybody's.</summary>
public sealed class AgreeRevenueTerms(SchoolDbContext db, GetRevenueTerms present, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Agrees on fees for new orders. Orders that were made keep theirs.</summary>
    /// <param name="actor">The administrator.</param>
    /// <param name="instructorId">With whom.</param>
    /// <param name="fees">The fees; null for everybody's again.</param>
    /// <param name="reason">Why, for the audit log.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>INSTRUCTOR_NOT_FOUND</c>.</exception>
    public Task<AgreedFees> ExecuteAsync(Actor actor, Guid instructorId, FeeSchedule? fees, string reason, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                // The instructor's row is the lock: of two administrators, one comes after the other.
                var user = await db.Users.Where(u => u.Id == instructorId).ForNoKeyUpdate().AsNoTracking().SingleOrDefaultAsync(cancellationToken);
                if (user is null || !user.Roles.HasFlag(Roles.Instructor))
                {
                    throw GetRevenueTerms.NotFound(instructorId);
                }

                var terms = await db.RevenueTerms.SingleOrDefaultAsync(t => t.InstructorId == instructorId, cancellationToken);
                audit.Note(actor, "revenue_terms.agree", $"users/{instructorId}", terms?.Fees, new { fees, reason });
                Replace(terms, instructorId, fees);
                await db.SaveChangesAsync(cancellationToken);
                return await present.OfAsync(instructorId, cancellationToken);
            },
            cancellationToken
        );

    private void Replace(RevenueTerms? terms, Guid instructorId, FeeSchedule? fees)
    {
        if (fees is null)
        {
            db.RevenueTerms.RemoveRange(terms is null ? [] : [terms]);
        }
        else if (terms is null)
        {
            db.RevenueTerms.Add(new RevenueTerms(instructorId, fees, clock.GetUtcNow()));
        }
        else
        {
            terms.Agree(fees, clock.GetUtcNow());
        }
    }
}

using ESchool.Application.Ledger;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Payments;

/// <summary>The fees of an instructor's new sales.</summary>
/// <param name="InstructorId">Whose.</param>
/// <param name="Fees">The fees.</param>
/// <param name="AgreedAt">Since when they were agreed with this instructor; null when they are everybody's.</param>
public sealed record AgreedFees(Guid InstructorId, FeeSchedule Fees, DateTimeOffset? AgreedAt);

/// <summary>Agrees on fees with one instructor, and says which hold.</summary>
public sealed class AgreeRevenueTerms(SchoolDbContext db, IOptions<LedgerOptions> ledger, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Agrees on fees for new orders. Orders that were made keep theirs.</summary>
    /// <param name="actor">The administrator.</param>
    /// <param name="instructorId">With whom.</param>
    /// <param name="fees">The fees; null for everybody's again.</param>
    /// <param name="reason">Why, for the audit log.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>INSTRUCTOR_NOT_FOUND</c>.</exception>
    public Task<AgreedFees> ExecuteAsync(Actor actor, Guid instructorId, FeeSchedule? fees, string reason, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            // The instructor's row is the lock: of two administrators, one comes after the other.
            var user = await db.Users.FromSql($"SELECT * FROM identity.users WHERE id = {instructorId} FOR NO KEY UPDATE").AsNoTracking().SingleOrDefaultAsync(cancellationToken);
            if (user is null || !user.Roles.HasFlag(Roles.Instructor))
            {
                throw NotFound(instructorId);
            }

            var terms = await db.RevenueTerms.SingleOrDefaultAsync(t => t.InstructorId == instructorId, cancellationToken);
            audit.Note(actor, "revenue_terms.agree", $"users/{instructorId}", terms?.Fees, new { fees, reason });
            Replace(terms, instructorId, fees);
            await db.SaveChangesAsync(cancellationToken);
            return await OfAsync(instructorId, cancellationToken);
        },
        cancellationToken);

    /// <summary>Says which fees hold for an instructor's new orders: one's own, or anybody's for the staff.</summary>
    /// <exception cref="DomainException"><c>INSTRUCTOR_NOT_FOUND</c>.</exception>
    public async Task<AgreedFees> GetAsync(Actor actor, Guid instructorId, CancellationToken cancellationToken) =>
        (actor.UserId == instructorId || actor.ReadsAll) && await db.Users.AnyAsync(u => u.Id == instructorId && (u.Roles & Roles.Instructor) != 0, cancellationToken)
            ? await OfAsync(instructorId, cancellationToken)
            : throw NotFound(instructorId);

    /// <summary>The fees that hold for an instructor's new orders.</summary>
    internal async Task<AgreedFees> OfAsync(Guid instructorId, CancellationToken cancellationToken)
    {
        var terms = await db.RevenueTerms.AsNoTracking().SingleOrDefaultAsync(t => t.InstructorId == instructorId, cancellationToken);
        return new AgreedFees(instructorId, terms?.Fees ?? ledger.Value.Fees, terms?.AgreedAt);
    }

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

    private static DomainException NotFound(Guid instructorId) =>
        new(PaymentReasons.InstructorNotFound, $"There is no instructor {instructorId}.", ("instructor", instructorId.ToString()));
}

using ESchool.Application.Payouts.Paying;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;

namespace ESchool.Application.Payouts.Requesting;

/// <summary>Takes a request back that nobody has reviewed.</summary>
public sealed class CancelPayout(SchoolDbContext db, PayoutPostings postings, TimeProvider clock)
{
    /// <summary>Takes it back; the money is available again.</summary>
    /// <exception cref="DomainException"><c>PAYOUT_NOT_FOUND</c>, <c>PAYOUT_STATE_WRONG</c>.</exception>
    public Task<Payout> ExecuteAsync(Actor actor, Guid payoutId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var payout = await postings.LockAsync(actor with { Roles = Domain.Identity.Roles.Instructor }, payoutId, cancellationToken);
                payout.Cancel(clock.GetUtcNow());
                await postings.ReturnAsync(payout, cancellationToken);
                postings.Tell(payout);
                await db.SaveChangesAsync(cancellationToken);
                return payout;
            },
            cancellationToken
        );
}

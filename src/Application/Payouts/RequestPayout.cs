using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payouts;

/// <summary>Reserves available earnings for a payout.</summary>
public sealed class RequestPayout(SchoolDbContext db, PayoutPostings postings, PayoutChecks checks, PayoutLineage lineage, TimeProvider clock)
{
    /// <summary>Requests it.</summary>
    /// <exception cref="DomainException">
    /// <c>PAYOUT_BELOW_MINIMUM</c>, <c>PAYOUT_ACCOUNT_NOT_READY</c>, <c>PAYOUT_OPEN</c>, <c>BALANCE_INSUFFICIENT</c>.
    /// </exception>
    public Task<Payout> ExecuteAsync(Actor actor, Money amount, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            // The lock first, then the questions: two requests at once are answered one after the other.
            var payable = await postings.LockPayableAsync(actor.UserId, amount.CurrencyCode, cancellationToken);
            var refusals = await checks.AskAsync(actor.UserId, amount, payable, cancellationToken);
            if (refusals.Count > 0)
            {
                throw refusals[0];
            }

            var stripeAccountId = await db.PayoutAccounts.Where(a => a.InstructorId == actor.UserId).Select(a => a.StripeAccountId).SingleAsync(cancellationToken);
            var payout = new Payout(actor.UserId, amount, stripeAccountId, clock.GetUtcNow());
            db.Payouts.Add(payout);
            await postings.ReserveAsync(payout, cancellationToken);
            postings.Tell(payout);
            await db.SaveChangesAsync(cancellationToken);
            await lineage.AllocateAsync(payout, cancellationToken);
            return payout;
        },
        cancellationToken);
}

using ESchool.Application.Payouts.Paying;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payouts.Requesting;

/// <summary>Reserves available earnings for a payout.</summary>
public sealed class RequestPayout(SchoolDbContext db, PayoutPostings postings, PayoutChecks checks, PayoutLineage lineage, TimeProvider clock)
{
    /// <summary>Requests it. Of a three-decimal amount the last digit stays available: Stripe transfers multiples of ten.</summary>
    /// <exception cref="DomainException">
    /// <c>PAYOUT_BELOW_MINIMUM</c>, <c>PAYOUT_ACCOUNT_NOT_READY</c>, <c>PAYOUT_OPEN</c>, <c>BALANCE_INSUFFICIENT</c>, <c>TAX_FORM_MISSING</c>.
    /// </exception>
    public Task<Payout> ExecuteAsync(Actor actor, Money amount, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                // The lock first, then the questions: two requests at once are answered one after the other.
                var payable = await postings.LockPayableAsync(actor.UserId, amount.CurrencyCode, cancellationToken);
                return await RequestAsync(actor.UserId, amount.Movable(), payable, scheduledFor: null, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Requests everything there is in a currency, unless that was done for the month.</summary>
    /// <param name="instructorId">Who is paid.</param>
    /// <param name="currency">ISO 4217 code.</param>
    /// <param name="month">The month's first day.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <returns>False when it was done.</returns>
    /// <exception cref="DomainException">As when the instructor requests it.</exception>
    internal Task<bool> OfMonthAsync(Guid instructorId, string currency, DateOnly month, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var payable = await postings.LockPayableAsync(instructorId, currency, cancellationToken);
                if (await db.Payouts.AnyAsync(p => p.InstructorId == instructorId && p.Currency == currency && p.ScheduledFor == month, cancellationToken))
                {
                    return false;
                }

                await RequestAsync(instructorId, payable.Movable(), payable, month, cancellationToken);
                return true;
            },
            cancellationToken
        );

    private async Task<Payout> RequestAsync(Guid instructorId, Money amount, Money payable, DateOnly? scheduledFor, CancellationToken cancellationToken)
    {
        var refusals = await checks.AskAsync(instructorId, amount, payable, cancellationToken);
        if (refusals.Count > 0)
        {
            throw refusals[0];
        }

        var stripeAccountId = await db.PayoutAccounts.Where(a => a.InstructorId == instructorId).Select(a => a.StripeAccountId).SingleAsync(cancellationToken);
        var payout = new Payout(instructorId, amount, stripeAccountId, clock.GetUtcNow(), scheduledFor);
        db.Payouts.Add(payout);
        await postings.ReserveAsync(payout, cancellationToken);
        postings.Tell(payout);
        await db.SaveChangesAsync(cancellationToken);
        await lineage.AllocateAsync(payout, cancellationToken);
        return payout;
    }
}

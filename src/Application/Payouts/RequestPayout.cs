using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Payouts;

/// <summary>Reserves available earnings for a payout.</summary>
public sealed class RequestPayout(SchoolDbContext db, PayoutPostings postings, IOptions<PayoutOptions> options, TimeProvider clock)
{
    /// <summary>Requests it.</summary>
    /// <exception cref="DomainException">
    /// <c>PAYOUT_BELOW_MINIMUM</c>, <c>PAYOUT_ACCOUNT_NOT_READY</c>, <c>PAYOUT_OPEN</c>, <c>BALANCE_INSUFFICIENT</c>.
    /// </exception>
    public Task<Payout> ExecuteAsync(Actor actor, Money amount, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            var minimum = options.Value.MinimumUnits * Currency.Get(amount.CurrencyCode).MinorUnitsPerUnit;
            if (amount.MinorUnits < Math.Max(1, minimum))
            {
                throw new DomainException(
                    PayoutReasons.PayoutBelowMinimum, $"{amount} is less than {new Money(minimum, amount.CurrencyCode)}.",
                    ("amount", amount.ToString()), ("minimum", new Money(minimum, amount.CurrencyCode).ToString()));
            }

            var account = await db.PayoutAccounts.AsNoTracking().SingleOrDefaultAsync(a => a.InstructorId == actor.UserId, cancellationToken);
            if (account is not { PayoutsEnabled: true })
            {
                throw new DomainException(PayoutReasons.PayoutAccountNotReady, "Stripe does not pay out to this account yet; finish onboarding.");
            }

            // The lock first, then the questions: two requests at once are answered one after the other.
            var available = await postings.LockAvailableAsync(actor.UserId, amount.CurrencyCode, cancellationToken);
            if (await db.Payouts.AnyAsync(p => p.InstructorId == actor.UserId && p.Currency == amount.CurrencyCode && Payout.OpenStates.Contains(p.State), cancellationToken))
            {
                throw new DomainException(PayoutReasons.PayoutOpen, $"A payout in {amount.CurrencyCode} is open.", ("currency", amount.CurrencyCode));
            }

            if (amount.MinorUnits > available.MinorUnits)
            {
                throw new DomainException(
                    PayoutReasons.BalanceInsufficient, $"{available} is available, {amount} was asked for.", ("available", available.ToString()), ("amount", amount.ToString()));
            }

            var payout = new Payout(actor.UserId, amount, account.StripeAccountId, clock.GetUtcNow());
            db.Payouts.Add(payout);
            await postings.ReserveAsync(payout, cancellationToken);
            postings.Tell(payout);
            await db.SaveChangesAsync(cancellationToken);
            return payout;
        },
        cancellationToken);
}

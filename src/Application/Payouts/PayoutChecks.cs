using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Payouts;

/// <summary>What stands between an instructor and a payout: asked for a request, which is refused for the first, and for a simulation, which tells them all.</summary>
public sealed class PayoutChecks(SchoolDbContext db, IOptions<PayoutOptions> options)
{
    /// <summary>The smallest payout in a currency.</summary>
    public Money MinimumOf(string currency) => new(Math.Max(1, options.Value.MinimumUnits * Currency.Get(currency).MinorUnitsPerUnit), currency);

    /// <summary>The refusals a request would meet, the first one first.</summary>
    /// <param name="instructorId">Who would be paid.</param>
    /// <param name="amount">How much.</param>
    /// <param name="payable">How much there is.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public async Task<IReadOnlyList<DomainException>> AskAsync(Guid instructorId, Money amount, Money payable, CancellationToken cancellationToken)
    {
        var refusals = new List<DomainException>();
        var minimum = MinimumOf(amount.CurrencyCode);
        if (amount.MinorUnits < minimum.MinorUnits)
        {
            refusals.Add(new DomainException(PayoutReasons.PayoutBelowMinimum, $"{amount} is less than {minimum}.", ("amount", amount.ToString()), ("minimum", minimum.ToString())));
        }

        if (!await db.PayoutAccounts.AnyAsync(a => a.InstructorId == instructorId && a.PayoutsEnabled, cancellationToken))
        {
            refusals.Add(new DomainException(PayoutReasons.PayoutAccountNotReady, "Stripe does not pay out to this account yet; finish onboarding."));
        }

        if (await db.Payouts.AnyAsync(p => p.InstructorId == instructorId && p.Currency == amount.CurrencyCode && Payout.OpenStates.Contains(p.State), cancellationToken))
        {
            refusals.Add(new DomainException(PayoutReasons.PayoutOpen, $"A payout in {amount.CurrencyCode} is open.", ("currency", amount.CurrencyCode)));
        }

        if (amount.MinorUnits > payable.MinorUnits)
        {
            refusals.Add(new DomainException(
                PayoutReasons.BalanceInsufficient, $"{payable} is available, {amount} was asked for.", ("available", payable.ToString()), ("amount", amount.ToString())));
        }

        return refusals;
    }
}

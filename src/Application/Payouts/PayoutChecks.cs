using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Payouts;

/// <summary>
/// What stands between an instructor and a payout: asked for a request, which is refused for the first, and for a simulation, which tells them all.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class PayoutChecks(SchoolDbContext db, IOptions<PayoutOptions> options, TimeProvider clock)
{
    /// <summary>The smallest payout in a currency.</summary>
    public Money MinimumOf(string currency) => new(Math.Max(Currency.Get(currency).ChargeStep, options.Value.MinimumIn(currency).MinorUnits), currency);

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
            refusals.Add(new DomainException(PayoutReasons.PayoutBelowMinimum, "{amount} is less than {minimum}.", ("amount", amount), ("minimum", minimum)));
        }

        if (!await db.PayoutAccounts.AnyAsync(a => a.InstructorId == instructorId && a.PayoutsEnabled, cancellationToken))
        {
            refusals.Add(new DomainException(PayoutReasons.PayoutAccountNotReady, "Stripe does not pay out to this account yet; finish onboarding."));
        }

        if (
            await db.Payouts.AnyAsync(
                p => p.InstructorId == instructorId && p.Currency == amount.CurrencyCode && Payout.OpenStates.Contains(p.State),
                cancellationToken
            )
        )
        {
            refusals.Add(new DomainException(PayoutReasons.PayoutOpen, "A payout in {currency_code} is open.", ("currency_code", amount.CurrencyCode)));
        }

        if (amount.MinorUnits > payable.MinorUnits)
        {
            refusals.Add(
                new DomainException(
                    PayoutReasons.BalanceInsufficient,
                    "{available} is available, {amount} was asked for.",
                    ("available", payable),
                    ("amount", amount)
                )
            );
        }
        else if (await TaxFormAsync(instructorId, amount, cancellationToken) is { } missing)
        {
            refusals.Add(missing);
        }

        return refusals;
    }

    /// <summary>A refusal when the year's payouts would be more than is allowed without a tax form, and there is none.</summary>
    private async Task<DomainException?> TaxFormAsync(Guid instructorId, Money amount, CancellationToken cancellationToken)
    {
        if (
            options.Value.TaxFormFreeIn(amount.CurrencyCode) is not { } free
            || await db.PayoutTerms.AnyAsync(t => t.InstructorId == instructorId && t.TaxFormAt != null, cancellationToken)
        )
        {
            return null;
        }

        var year = new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Year, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var requested = await db
            .Payouts.Where(p =>
                p.InstructorId == instructorId && p.Currency == amount.CurrencyCode && p.RequestedAt >= year && !Payout.ReturnedStates.Contains(p.State)
            )
            .SumAsync(p => p.MinorUnits - p.ReversedMinorUnits, cancellationToken);
        var wanted = amount with { MinorUnits = requested + amount.MinorUnits };
        return wanted.MinorUnits <= free.MinorUnits
            ? null
            : new DomainException(
                PayoutReasons.TaxFormMissing,
                "Up to {free} are paid in a year without a tax form; with this payout it would be {year}.",
                ("free", free),
                ("year", wanted)
            );
    }
}

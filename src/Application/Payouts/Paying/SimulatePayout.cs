using ESchool.Application.Ledger;
using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payouts.Paying;

/// <summary>An earning that can't be paid out yet.</summary>
/// <param name="OrderId">The sale.</param>
/// <param name="Amount">What is left of the share.</param>
/// <param name="ReleaseAt">When its refund window ends.</param>
public sealed record HeldEarning(Guid OrderId, Money Amount, DateTimeOffset ReleaseAt);

/// <summary>What would become of a payout now.</summary>
/// <param name="Payable">What would be paid: what is available, less what is owed.</param>
/// <param name="Minimum">The smallest payout.</param>
/// <param name="Refusals">What a request of all that is payable would be refused for; empty when it would be accepted.</param>
/// <param name="Balance">Everything there is.</param>
/// <param name="Held">What is held and until when, the earliest first; at most 200.</param>
public sealed record PayoutSimulation(
    Money Payable,
    Money Minimum,
    IReadOnlyList<DomainException> Refusals,
    BalanceView Balance,
    IReadOnlyList<HeldEarning> Held
);

/// <summary>Says what a payout would pay now, what it would not, until when, and why.</summary>
public sealed class SimulatePayout(SchoolDbContext db, GetBalance getBalance, PayoutChecks checks)
{
    private const int MaximumHeld = 200;

    /// <summary>Simulates a payout of everything in a currency, and changes nothing.</summary>
    public async Task<PayoutSimulation> ExecuteAsync(Actor actor, string currency, CancellationToken cancellationToken)
    {
        var balance = (await getBalance.ExecuteAsync(actor, cancellationToken)).SingleOrDefault(b => b.Currency == currency) ?? BalanceView.Empty(currency);
        var payable = new Money(Math.Max(0, (balance.Available - balance.Receivable).MinorUnits), currency).Movable();
        var held = await db
            .Earnings.AsNoTracking()
            .Where(e => e.InstructorId == actor.UserId && e.Currency == currency && e.ReleasedAt == null && e.ReversedMinorUnits < e.MinorUnits)
            .OrderBy(e => e.ReleaseAt)
            .Take(MaximumHeld)
            .Select(e => new HeldEarning(e.OrderId, new Money(e.MinorUnits - e.ReversedMinorUnits, e.Currency), e.ReleaseAt))
            .ToListAsync(cancellationToken);
        return new PayoutSimulation(
            payable,
            checks.MinimumOf(currency),
            await checks.AskAsync(actor.UserId, payable, payable, cancellationToken),
            balance,
            held
        );
    }
}

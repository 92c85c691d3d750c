using ESchool.Application.Stripe;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.StripeEvents;

/// <summary>How the ledger compares to Stripe's balance.</summary>
/// <param name="Movements">How many movements at Stripe were compared.</param>
/// <param name="Postings">How many postings to the account <c>stripe_clearing</c> were compared.</param>
/// <param name="Differences">Everything one side has and the other has not, in words; at most 100.</param>
public sealed record StripeComparison(int Movements, int Postings, IReadOnlyList<string> Differences);

/// <summary>
/// Compares every movement on the school's balance at Stripe with the postings to <c>stripe_clearing</c>, both ways, amount by amount. Bank payouts of the
/// school itself, and what Stripe charges apart, are no business of the ledger and are left out.
/// </summary>
public sealed class CompareWithStripe(SchoolDbContext db, BalanceTransactions balance)
{
    private const int MaximumDifferences = 100;

    /// <summary>What happened at Stripe may be booked so much later, or, in a late transfer, so much earlier.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromDays(7);

    /// <summary>The types of Stripe's balance transactions that are booked.</summary>
    private static readonly HashSet<string> BookedTypes = new(StringComparer.Ordinal)
    {
        "charge",
        "payment",
        "refund",
        "payment_refund",
        "refund_failure",
        "payment_failure_refund",
        "adjustment",
        "transfer",
        "transfer_cancel",
        "transfer_failure",
        "transfer_refund",
    };

    /// <summary>Compares a stretch of time.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<StripeComparison> ExecuteAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var movements = (await balance.ListAsync(from - Slack, to + Slack, cancellationToken)).Where(m => BookedTypes.Contains(m.Type)).ToList();
        var names = await NamesAsync([.. movements.Select(m => m.Source).Distinct()], cancellationToken);
        var moved = movements.Where(m => names.ContainsKey(m.Source)).Select(m => (Name: names[m.Source], m.Net)).ToHashSet();
        var sources = names.Values.ToList();
        var postings = await PostingsAsync(t => sources.Contains(t.Source), cancellationToken);
        var booked = postings.Select(p => (p.Name, p.Net)).ToHashSet();
        var inTime = movements.Where(m => m.CreatedAt >= from && m.CreatedAt < to).ToList();

        // By their ids, which tell when they were made: nothing else is indexed.
        var first = Guid.CreateVersion7(from - TimeSpan.FromMinutes(1));
        var postedInTime = await PostingsAsync(t => t.Id >= first && t.PostedAt >= from && t.PostedAt < to, cancellationToken);
        var differences = inTime
            .Where(m => !names.ContainsKey(m.Source))
            .Select(m => $"Stripe moved {m.Net} for the {m.Type} {m.Source}, which the school does not know.")
            .Concat(
                inTime
                    .Where(m => names.TryGetValue(m.Source, out var name) && !booked.Contains((name, m.Net)))
                    .Select(m => $"Stripe moved {m.Net} for the {m.Type} {m.Source}, and {names[m.Source]} is not booked so.")
            )
            .Concat(
                postedInTime
                    .Where(p => !moved.Contains((p.Name, p.Net)))
                    .Select(p => $"The {p.Kind} of {p.Name} is booked with {p.Net}, which Stripe did not move.")
            );
        return new StripeComparison(inTime.Count, postedInTime.Count, [.. differences.Take(MaximumDifferences)]);
    }

    /// <summary>What we call what Stripe's ids name: orders, refunds, disputes, payouts and their reversals.</summary>
    private async Task<IReadOnlyDictionary<string, string>> NamesAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var order in await db.Orders.Where(o => ids.Contains(o.StripeChargeId!)).Select(o => new { o.Id, o.StripeChargeId }).ToListAsync(cancellationToken)
        )
        {
            names[order.StripeChargeId!] = $"orders/{order.Id}";
        }

        foreach (
            var refund in await db
                .Refunds.Where(r => ids.Contains(r.StripeRefundId!))
                .Select(r => new { r.Id, r.StripeRefundId })
                .ToListAsync(cancellationToken)
        )
        {
            names[refund.StripeRefundId!] = $"refunds/{refund.Id}";
        }

        foreach (
            var dispute in await db
                .Disputes.Where(d => ids.Contains(d.StripeDisputeId))
                .Select(d => new { d.Id, d.StripeDisputeId })
                .ToListAsync(cancellationToken)
        )
        {
            names[dispute.StripeDisputeId] = $"disputes/{dispute.Id}";
        }

        foreach (
            var payout in await db
                .Payouts.Where(p => ids.Contains(p.StripeTransferId!))
                .Select(p => new { p.Id, p.StripeTransferId })
                .ToListAsync(cancellationToken)
        )
        {
            names[payout.StripeTransferId!] = $"payouts/{payout.Id}";
        }

        foreach (var reversal in await db.TransferReversals.AsNoTracking().Where(r => ids.Contains(r.StripeReversalId)).ToListAsync(cancellationToken))
        {
            names[reversal.StripeReversalId] = reversal.Name;
        }

        return names;
    }

    private async Task<IReadOnlyList<ClearingPosting>> PostingsAsync(
        System.Linq.Expressions.Expression<Func<LedgerTransaction, bool>> wanted,
        CancellationToken cancellationToken
    ) =>
        await (
            from transaction in db.LedgerTransactions.Where(wanted)
            join entry in db.LedgerEntries on transaction.Id equals entry.TransactionId
            join account in db.LedgerAccounts on entry.AccountId equals account.Id
            where account.Kind == AccountKind.StripeClearing
            select new ClearingPosting(transaction.Kind, transaction.Source, new Money(entry.AmountMinorUnits, account.Currency))
        ).ToListAsync(cancellationToken);

    private sealed record ClearingPosting(TransactionKind Kind, string Name, Money Net);
}

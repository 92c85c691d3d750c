using ESchool.Domain.Ledger;

namespace ESchool.Application.Ledger;

/// <summary>A change of what went back of a payment for months to come.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Source">What caused it, <c>refunds/…</c> or <c>disputes/…</c>.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Change">What it takes from whom; what it takes from revenue is divided by the next.</param>
/// <param name="FromDeferred">As much of that as comes out of months that are not over, in minor units.</param>
/// <param name="Fee">What Stripe took for it in minor units, or, negative, gave back.</param>
public sealed record ReversedPrepayment(TransactionKind Kind, string Source, string Currency, SaleReversal Change, long FromDeferred, long Fee);

/// <summary>Posts what goes back of payments for months to come, and what comes again; called inside the transaction that records why.</summary>
public sealed class ReversePrepayment(LedgerPostings postings)
{
    /// <summary>Posts a change: out of deferred revenue as far as it is there, and the rest out of the platform's revenue.</summary>
    public Task ExecuteAsync(ReversedPrepayment payment, CancellationToken cancellationToken)
    {
        var change = payment.Change;
        PostingLine[] lines =
        [
            Platform(AccountKind.StripeClearing, -change.Paid - payment.Fee),
            Platform(AccountKind.StripeFees, payment.Fee),
            Platform(AccountKind.TaxPayable, change.Tax),
            Platform(AccountKind.StripeDisputes, change.AtDisputes),
            Platform(AccountKind.DeferredRevenue, payment.FromDeferred),
            Platform(AccountKind.PlatformRevenue, change.Revenue - payment.FromDeferred),
            Platform(AccountKind.DisputeLosses, change.Loss),
        ];
        return postings.PostAsync([new Posting(payment.Kind, payment.Source, [.. lines.Where(line => line.MinorUnits != 0)])], cancellationToken);

        PostingLine Platform(AccountKind kind, long minorUnits) => new(AccountName.Platform(kind, payment.Currency), minorUnits);
    }
}

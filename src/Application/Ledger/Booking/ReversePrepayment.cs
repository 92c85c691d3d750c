using ESchool.Domain;
using ESchool.Domain.Ledger;

namespace ESchool.Application.Ledger.Booking;

/// <summary>A change of the reversed amount of a prepayment.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Source">What caused it, <c>refunds/…</c> or <c>disputes/…</c>.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Change">What it takes from whom; what it takes from revenue is divided by the next.</param>
/// <param name="FromDeferred">As much of that as comes out of months that are not over, in minor units.</param>
/// <param name="Settlement">What it moved on the balance at Stripe.</param>
public sealed record ReversedPrepayment(TransactionKind Kind, string Source, string Currency, SaleReversal Change, long FromDeferred, Settlement Settlement);

/// <summary>Posts reversals of prepayments, and the undoing of reversals; called inside the transaction that records why.</summary>
public sealed class ReversePrepayment(LedgerPostings postings)
{
    /// <summary>Posts a change: out of deferred revenue as far as it is there, and the rest out of the platform's revenue.</summary>
    public Task ExecuteAsync(ReversedPrepayment payment, CancellationToken cancellationToken)
    {
        var change = payment.Change;
        PostingLine[] lines =
        [
            Platform(AccountKind.TaxPayable, change.Tax),
            Platform(AccountKind.StripeDisputes, change.AtDisputes),
            Platform(AccountKind.DeferredRevenue, payment.FromDeferred),
            Platform(AccountKind.PlatformRevenue, change.Revenue - payment.FromDeferred),
            Platform(AccountKind.DisputeLosses, change.Loss),
        ];
        return postings.PostAsync(
            SettledPostings.Of(payment.Kind, payment.Source, new Money(-change.Paid, payment.Currency), payment.Settlement, lines),
            cancellationToken
        );

        PostingLine Platform(AccountKind kind, long minorUnits) => new(AccountName.Platform(kind, payment.Currency), minorUnits);
    }
}

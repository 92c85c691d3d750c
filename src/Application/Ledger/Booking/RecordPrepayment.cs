using ESchool.Domain;
using ESchool.Domain.Ledger;

namespace ESchool.Application.Ledger.Booking;

/// <summary>A payment for months to come.</summary>
/// <param name="OrderId">The order; posted once for it.</param>
/// <param name="Paid">What was paid, with tax.</param>
/// <param name="Tax">What of it is tax.</param>
/// <param name="Settlement">What came of it on the balance at Stripe; null when it was paid outside Stripe.</param>
/// <param name="Credit">
/// What the member's credit paid besides, without tax; negative when more was paid than was due, because something too small had been carried forward.
/// </param>
public sealed record Prepayment(Guid OrderId, Money Paid, Money Tax, Settlement? Settlement, Money Credit)
{
    /// <summary>What is deferred by it.</summary>
    public Money Deferred => Paid - Tax + Credit;
}

/// <summary>Posts what was paid for months to come; called inside the transaction that records the payment.</summary>
public sealed class RecordPrepayment(LedgerPostings postings)
{
    /// <summary>
    /// Posts it: debit Stripe clearing (paid − Stripe's fee) and Stripe fees, or outside payments; debit customer credit; credit deferred revenue and the tax
    /// that is owed. It locks the platform's accounts, and so comes last.
    /// </summary>
    public Task ExecuteAsync(Prepayment payment, CancellationToken cancellationToken)
    {
        var nothing = Money.Zero(payment.Paid.CurrencyCode);
        PostingLine[] lines =
        [
            Platform(AccountKind.OutsidePayments, payment.Settlement is null ? payment.Paid : nothing),
            Platform(AccountKind.CustomerCredit, payment.Credit),
            Platform(AccountKind.TaxPayable, -payment.Tax),
            Platform(AccountKind.DeferredRevenue, -payment.Deferred),
        ];
        var (value, settlement) = payment.Settlement is { } settled ? (payment.Paid, settled) : (nothing, Settlement.None(nothing.CurrencyCode));
        return postings.PostAsync(SettledPostings.Of(TransactionKind.Sale, $"orders/{payment.OrderId}", value, settlement, lines), cancellationToken);
    }

    /// <summary>
    /// Posts a credit: debit deferred revenue as far as it is there, and the platform's revenue for the rest; credit customer credit. It locks the platform's
    /// accounts, and so comes last.
    /// </summary>
    /// <param name="creditId">The credit; posted once for it.</param>
    /// <param name="amount">What is credited, without tax.</param>
    /// <param name="fromDeferred">As much of that as comes out of months that are not over.</param>
    /// <param name="cancellationToken">Stops before it is written.</param>
    internal Task GrantCreditAsync(Guid creditId, Money amount, Money fromDeferred, CancellationToken cancellationToken)
    {
        PostingLine[] lines =
        [
            Platform(AccountKind.DeferredRevenue, fromDeferred),
            Platform(AccountKind.PlatformRevenue, amount - fromDeferred),
            Platform(AccountKind.CustomerCredit, -amount),
        ];
        return postings.PostAsync(
            [new Posting(TransactionKind.CreditGranted, $"membershipCredits/{creditId}", [.. lines.Where(line => line.MinorUnits != 0)])],
            cancellationToken
        );
    }

    private static PostingLine Platform(AccountKind kind, Money amount) => new(AccountName.Platform(kind, amount.CurrencyCode), amount.MinorUnits);
}

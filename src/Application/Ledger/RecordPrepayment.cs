using ESchool.Domain;
using ESchool.Domain.Ledger;

namespace ESchool.Application.Ledger;

/// <summary>Posts what was paid for months to come; called inside the transaction that records the payment.</summary>
public sealed class RecordPrepayment(LedgerPostings postings)
{
    /// <summary>Posts it: debit Stripe clearing (gross − Stripe's fee), debit Stripe fees, credit deferred revenue and the tax that is owed. It locks the platform's accounts, and so comes last.</summary>
    /// <param name="orderId">The order; posted once for it.</param>
    /// <param name="gross">What was paid, with tax.</param>
    /// <param name="tax">What of it is tax.</param>
    /// <param name="stripeFee">What Stripe kept of it.</param>
    /// <param name="cancellationToken">Stops before it is written.</param>
    public Task ExecuteAsync(Guid orderId, Money gross, Money tax, Money stripeFee, CancellationToken cancellationToken)
    {
        PostingLine[] lines =
        [
            Platform(AccountKind.StripeClearing, gross - stripeFee),
            Platform(AccountKind.StripeFees, stripeFee),
            Platform(AccountKind.TaxPayable, -tax),
            Platform(AccountKind.DeferredRevenue, tax - gross),
        ];
        return postings.PostAsync([new Posting(TransactionKind.Sale, $"orders/{orderId}", [.. lines.Where(line => line.MinorUnits != 0)])], cancellationToken);

        PostingLine Platform(AccountKind kind, Money amount) => new(AccountName.Platform(kind, gross.CurrencyCode), amount.MinorUnits);
    }
}

using ESchool.Domain;
using ESchool.Domain.Ledger;

namespace ESchool.Application.Ledger;

/// <summary>Posts what was paid for months to come; called inside the transaction that records the payment.</summary>
public sealed class RecordPrepayment(LedgerPostings postings)
{
    /// <summary>Posts it: debit Stripe clearing (gross − Stripe's fee), debit Stripe fees, credit deferred revenue. It locks the platform's accounts, and so comes last.</summary>
    /// <param name="orderId">The order; posted once for it.</param>
    /// <param name="gross">What was paid.</param>
    /// <param name="stripeFee">What Stripe kept of it.</param>
    /// <param name="cancellationToken">Stops before it is written.</param>
    public Task ExecuteAsync(Guid orderId, Money gross, Money stripeFee, CancellationToken cancellationToken) => postings.PostAsync(
        [
            new Posting(
                TransactionKind.Sale,
                $"orders/{orderId}",
                new(AccountName.Platform(AccountKind.StripeClearing, gross.CurrencyCode), (gross - stripeFee).MinorUnits),
                new(AccountName.Platform(AccountKind.StripeFees, gross.CurrencyCode), stripeFee.MinorUnits),
                new(AccountName.Platform(AccountKind.DeferredRevenue, gross.CurrencyCode), -gross.MinorUnits)),
        ],
        cancellationToken);
}

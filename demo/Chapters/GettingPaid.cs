using ESchool.Contracts.Administration.V1;
using ESchool.Contracts.Payouts.V1;
using ESchool.Demo.Props;

namespace ESchool.Demo.Chapters;

/// <summary>The earning leaves its hold, is asked for, approved and transferred; the ledger balances.</summary>
public static class GettingPaid
{
    public static async Task PlayAsync(Cast cast)
    {
        var earnings = new EarningsService.EarningsServiceClient(cast.Channel);
        var balance = await Polling.UntilAsync(
            "The end of the earning's hold",
            TimeSpan.FromSeconds(90),
            async () =>
                (await earnings.GetBalanceAsync(new GetBalanceRequest(), cast.Instructor.Headers)).Balances.SingleOrDefault(b =>
                    b.CurrencyCode == "EUR" && b.Available.Units > 0
                )
        );
        cast.Narrator.Step($"the refund window ended: {balance.Available.Show()} of the sale is available to her, {balance.Held.Show()} is held");

        var requested = (
            await earnings.RequestPayoutAsync(
                new RequestPayoutRequest { RequestId = Guid.NewGuid().ToString(), Amount = balance.Available },
                cast.Instructor.Headers
            )
        ).Payout;
        await earnings.ReviewPayoutAsync(
            new ReviewPayoutRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Name = requested.Name,
                Decision = ReviewPayoutRequest.Types.Decision.Approve,
            },
            cast.Admin.Headers
        );
        cast.Narrator.Step($"she asked for {requested.Amount.Show()}, the administrator approved");

        var paid = await Polling.UntilAsync(
            "The transfer",
            TimeSpan.FromSeconds(60),
            async () =>
                (await earnings.GetPayoutAsync(new GetPayoutRequest { Name = requested.Name }, cast.Instructor.Headers)).Payout
                    is { State: Payout.Types.State.Paid } done
                    ? done
                    : null
        );
        cast.Narrator.Step($"the worker transferred it: Stripe's {paid.StripeTransfer}, the payout is PAID");

        var ledger = await new AdministrationService.AdministrationServiceClient(cast.Channel).VerifyLedgerAsync(new VerifyLedgerRequest(), cast.Admin.Headers);
        if (!ledger.Balanced)
        {
            throw new StoryException($"The ledger is not balanced: {string.Join(" ", ledger.Findings)}");
        }

        cast.Narrator.Step($"VerifyLedger: {ledger.TransactionCount} transactions with {ledger.EntryCount} entries, balanced");
    }
}

using ESchool.Application.Payouts.Paying;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;

namespace ESchool.Application.Payouts.Requesting;

/// <summary>
/// Tries payouts again that wait for the school's balance at Stripe: what was charged is available there days later. Run every few minutes. Administrators are
/// told of one that has waited a day: then the balance has to be topped up.
/// </summary>
public sealed class RetryWaitingPayouts(
    SchoolDbContext db,
    Sweep sweep,
    TransferPayout transfer,
    PayoutPostings postings,
    AlertAdministrators alert,
    TimeProvider clock
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>Tries up to 100 whose time has come, the first one first.</summary>
    /// <returns>How many were tried.</returns>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var waiting = db.Payouts.Where(p => p.State == PayoutState.Approved && p.RetryAt <= now).OrderBy(p => p.RetryAt).ThenBy(p => p.Id).Select(p => p.Id);
        return sweep.RunAsync<RetryWaitingPayouts>("retry-waiting-payouts", waiting, (retry, id) => retry.OneAsync(id, cancellationToken), cancellationToken);
    }

    private async Task<bool> OneAsync(Guid payoutId, CancellationToken cancellationToken)
    {
        await transfer.ExecuteAsync(payoutId, cancellationToken);
        db.ChangeTracker.Clear();
        await db.InTransactionAsync(
            async () =>
            {
                var payout = await postings.LockAsync(Actor.System, payoutId, cancellationToken);
                if (payout.ReportWait(Patience, clock.GetUtcNow()))
                {
                    await alert.AlertAsync(new PayoutWaiting(payoutId, payout.Amount.MinorUnits, payout.Amount.CurrencyCode), cancellationToken);
                    await db.SaveChangesAsync(cancellationToken);
                }
            },
            cancellationToken
        );
        return true;
    }
}

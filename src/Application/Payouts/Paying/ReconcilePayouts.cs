using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Payouts;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Payouts.Paying;

/// <summary>Asks Stripe about payouts whose answer never came; run every minute.</summary>
public sealed class ReconcilePayouts(SchoolDbContext db, Sweep sweep, TransferPayout transfer, TimeProvider clock, ILogger<ReconcilePayouts> logger)
{
    /// <summary>A transfer that is being made is left alone for so long.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>Reconciles up to 100 payouts that are UNCERTAIN, or PROCESSING for longer than a call can take.</summary>
    /// <returns>How many were asked about.</returns>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - Grace;
        var lost = db
            .Payouts.Where(p => p.State == PayoutState.Uncertain || (p.State == PayoutState.Processing && p.ProcessingAt < before))
            .OrderBy(p => p.Id)
            .Select(p => p.Id);
        return sweep.RunAsync<ReconcilePayouts>("reconcile-payouts", lost, (reconcile, id) => reconcile.LostAsync(id, cancellationToken), cancellationToken);
    }

    private async Task<bool> LostAsync(Guid payoutId, CancellationToken cancellationToken)
    {
        var payout = await transfer.ExecuteAsync(payoutId, cancellationToken);
        logger.LogInformation("Payout {Payout} was reconciled: {State}.", payoutId, payout.State);
        return true;
    }
}

using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Payouts.Paying;

/// <summary>Asks Stripe about payouts whose answer never came; run every minute, or by an administrator for one.</summary>
public sealed class ReconcilePayouts(
    SchoolDbContext db, Sweep sweep, TransferPayout transfer, PayoutPostings postings, AuditTrail audit, TimeProvider clock, ILogger<ReconcilePayouts> logger)
{
    /// <summary>A transfer that is being made is left alone for so long.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>Reconciles up to 100 payouts that are UNCERTAIN, or PROCESSING for longer than a call can take.</summary>
    /// <returns>How many were asked about.</returns>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - Grace;
        var lost = db.Payouts
            .Where(p => p.State == PayoutState.Uncertain || (p.State == PayoutState.Processing && p.ProcessingAt < before))
            .OrderBy(p => p.Id).Select(p => p.Id);
        return sweep.RunAsync<ReconcilePayouts>("reconcile-payouts", lost, (reconcile, id) => reconcile.LostAsync(id, cancellationToken), cancellationToken);
    }

    private async Task<bool> LostAsync(Guid payoutId, CancellationToken cancellationToken)
    {
        var payout = await transfer.ExecuteAsync(payoutId, cancellationToken);
        logger.LogInformation("Payout {Payout} was reconciled: {State}.", payoutId, payout.State);
        return true;
    }

    /// <summary>Reconciles one payout now.</summary>
    /// <exception cref="DomainException"><c>PAYOUT_NOT_FOUND</c>, <c>PAYOUT_STATE_WRONG</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<Payout> OneAsync(Actor actor, Guid payoutId, CancellationToken cancellationToken)
    {
        var state = await db.InTransactionAsync(async () => (await postings.LockAsync(actor, payoutId, cancellationToken)).State, cancellationToken);
        db.ChangeTracker.Clear();
        audit.Note(actor, "payout.reconcile", $"payouts/{payoutId}");
        await db.SaveChangesAsync(cancellationToken);
        return state is PayoutState.Processing or PayoutState.Uncertain
            ? await transfer.ExecuteAsync(payoutId, cancellationToken)
            : throw new DomainException(PayoutReasons.PayoutStateWrong, "The payout is {state}; there is nothing to reconcile.", ("state", state));
    }
}

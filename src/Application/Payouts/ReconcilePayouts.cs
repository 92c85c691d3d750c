using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Payouts;

/// <summary>Asks Stripe about payouts whose answer never came; run every minute, or by an administrator for one.</summary>
public sealed class ReconcilePayouts(SchoolDbContext db, TransferPayout transfer, PayoutPostings postings, AuditTrail audit, TimeProvider clock, ILogger<ReconcilePayouts> logger)
{
    /// <summary>A transfer that is being made is left alone for so long.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>Reconciles up to 100 payouts that are UNCERTAIN, or PROCESSING for longer than a call can take.</summary>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - Grace;
        var lost = await db.Payouts
            .Where(p => p.State == PayoutState.Uncertain || (p.State == PayoutState.Processing && p.ProcessingAt < before))
            .OrderBy(p => p.Id).Take(100).Select(p => p.Id).ToListAsync(cancellationToken);
        foreach (var payoutId in lost)
        {
            var payout = await transfer.ExecuteAsync(payoutId, cancellationToken);
            logger.LogInformation("Payout {Payout} was reconciled: {State}.", payoutId, payout.State);
            db.ChangeTracker.Clear();
        }
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
            : throw new DomainException(PayoutReasons.PayoutStateWrong, $"The payout is {state}; there is nothing to reconcile.", ("state", state.ToString()));
    }
}

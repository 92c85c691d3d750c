using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;

namespace ESchool.Application.Payouts.Paying;

/// <summary>Asks Stripe now about one payout whose answer never came.</summary>
public sealed class ReconcilePayout(SchoolDbContext db, TransferPayout transfer, PayoutPostings postings, AuditTrail audit)
{
    /// <summary>Reconciles it.</summary>
    /// <exception cref="DomainException"><c>PAYOUT_NOT_FOUND</c>, <c>PAYOUT_STATE_WRONG</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<Payout> ExecuteAsync(Actor actor, Guid payoutId, CancellationToken cancellationToken)
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

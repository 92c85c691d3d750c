using ESchool.Application.Stripe;
using ESchool.Application.Stripe.Connect;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Payouts.Paying;

/// <summary>
/// Carries an approved payout out. The intent is saved first (PROCESSING), then Stripe is asked, then the outcome is saved. Whoever finds a
/// payout in PROCESSING or UNCERTAIN does not know what Stripe knows, and asks before anything else.
/// </summary>
public sealed class TransferPayout(SchoolDbContext db, PayoutPostings postings, Transfers transfers, IOptions<PayoutOptions> options, TimeProvider clock)
    : IHandle<PayoutWork>
{
    /// <summary>What a payout is called at Stripe.</summary>
    internal const string ReferenceKind = "payout";

    /// <summary>A transfer that the school's balance does not have the money for yet is tried again after so long.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    Task IHandle<PayoutWork>.HandleAsync(PayoutWork work, CancellationToken cancellationToken) => ExecuteAsync(work.PayoutId, cancellationToken);

    /// <summary>Carries it out as far as it can be known now.</summary>
    /// <returns>The payout as it is known now.</returns>
    /// <exception cref="DomainException"><c>PAYOUT_NOT_FOUND</c>, <c>DEPENDENCY_UNAVAILABLE</c>: Stripe can't be asked; try again later.</exception>
    public async Task<Payout> ExecuteAsync(Guid payoutId, CancellationToken cancellationToken)
    {
        var (payout, isNew) = await db.InTransactionAsync(() => BeginAsync(payoutId, cancellationToken), cancellationToken);
        if (payout.State is not (PayoutState.Processing or PayoutState.Uncertain))
        {
            return payout;
        }

        var outcome = isNew ? await transfers.CreateAsync(RequestOf(payout), cancellationToken) : await AskAsync(payout, cancellationToken);

        // What Stripe said is saved even when the program is being stopped.
        db.ChangeTracker.Clear();
        return await db.InTransactionAsync(() => SaveAsync(payoutId, outcome), CancellationToken.None);
    }

    /// <summary>What a payout is called at Stripe: metadata field, group, and the root of idempotency keys. Never changed.</summary>
    internal static StripeReference ReferenceTo(Payout payout) => new(ReferenceKind, payout.Id);

    private static TransferRequest RequestOf(Payout payout) => new(ReferenceTo(payout), payout.StripeAccountId, payout.Amount, payout.Waits);

    private async Task<(Payout Payout, bool IsNew)> BeginAsync(Guid payoutId, CancellationToken cancellationToken)
    {
        var payout = await postings.LockAsync(Actor.System, payoutId, cancellationToken);
        if (payout.State != PayoutState.Approved)
        {
            return (payout, false);
        }

        if (await postings.IsHeldAsync(payout, cancellationToken))
        {
            payout.Hold(clock.GetUtcNow() + Pause);
            await db.SaveChangesAsync(cancellationToken);
            return (payout, false);
        }

        payout.BeginTransfer(clock.GetUtcNow());
        if (await postings.ShortfallAsync(payout, cancellationToken) is { } shortfall)
        {
            // It was approved before a refund or a dispute. Nothing was sent, so the money is available again, less what is owed.
            payout.Fail(shortfall.Message, clock.GetUtcNow());
            await postings.ReturnAsync(payout, cancellationToken);
        }

        postings.Tell(payout);
        await db.SaveChangesAsync(cancellationToken);
        return (payout, true);
    }

    /// <summary>
    /// Reads Stripe. When it has no such transfer, the same call is made once more while its idempotency key is remembered, which cannot make
    /// a second transfer; later, that Stripe has none is final.
    /// </summary>
    private async Task<TransferOutcome> AskAsync(Payout payout, CancellationToken cancellationToken)
    {
        if (await transfers.FindAsync(ReferenceTo(payout), cancellationToken) is { } transferId)
        {
            return new TransferOutcome.Made(transferId);
        }

        return clock.GetUtcNow() - payout.ProcessingAt < options.Value.ResendWindow
            ? await transfers.CreateAsync(RequestOf(payout), cancellationToken)
            : new TransferOutcome.Refused("Stripe never received the transfer.");
    }

    private async Task<Payout> SaveAsync(Guid payoutId, TransferOutcome outcome)
    {
        var payout = await postings.LockAsync(Actor.System, payoutId, CancellationToken.None);
        if (payout.State is not (PayoutState.Processing or PayoutState.Uncertain))
        {
            // Another worker came to the same end first.
            return payout;
        }

        switch (outcome)
        {
            case TransferOutcome.Made made:
                payout.Pay(made.TransferId, clock.GetUtcNow());
                await postings.SettleAsync(payout, CancellationToken.None);
                break;
            case TransferOutcome.NotYet notYet:
                payout.Wait(notYet.Message, clock.GetUtcNow() + Pause, clock.GetUtcNow());
                break;
            case TransferOutcome.Refused refused:
                payout.Fail(refused.Message, clock.GetUtcNow());
                await postings.ReturnAsync(payout, CancellationToken.None);
                break;
            case TransferOutcome.Unknown:
                payout.LoseAnswer();
                break;
        }

        postings.Tell(payout);
        await db.SaveChangesAsync(CancellationToken.None);
        return payout;
    }
}

using ESchool.Application.Stripe;
using ESchool.Application.Stripe.Connect;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payouts.Paying;

/// <summary>Takes a payout's transfer back at Stripe, or a part of it, such as one to the wrong account. What came back is the instructor's again.</summary>
public sealed class ReversePayout(SchoolDbContext db, Transfers transfers, SyncTransfer sync, AuditTrail audit)
{
    /// <summary>
    /// Sees to it that so much of the payout is reversed in all: what is reversed at Stripe already counts, so that a call sent again does nothing more.
    /// </summary>
    /// <param name="actor">The administrator.</param>
    /// <param name="payoutId">The payout.</param>
    /// <param name="total">How much of it, in all; null for all of it.</param>
    /// <param name="reason">Why, for the audit log.</param>
    /// <param name="cancellationToken">Stops before Stripe is asked.</param>
    /// <exception cref="DomainException">
    /// <c>PAYOUT_NOT_FOUND</c>, <c>PAYOUT_STATE_WRONG</c>, <c>REVERSAL_TOO_LARGE</c>, <c>PAYOUT_NOT_REVERSIBLE</c>: Stripe refused it;
    /// <c>DEPENDENCY_UNAVAILABLE</c>: send it again.
    /// </exception>
    public async Task<Payout> ExecuteAsync(Actor actor, Guid payoutId, Money? total, string reason, CancellationToken cancellationToken)
    {
        var payout =
            await db.Payouts.AsNoTracking().SingleOrDefaultAsync(p => p.Id == payoutId, cancellationToken)
            ?? throw new DomainException(PayoutReasons.PayoutNotFound, "{payout} does not exist.", ("payout", $"payouts/{payoutId}"));
        var wanted = (total ?? payout.Amount).Movable();
        payout.RequireReversible(wanted);
        audit.Note(actor, "payout.reverse", $"payouts/{payoutId}", new { reversed = payout.Reversed.ToString() }, new { reversed = wanted.ToString(), reason });
        await db.SaveChangesAsync(cancellationToken);

        var refusal = await ReverseAsync(payout, wanted, cancellationToken);

        // What Stripe has is booked also when the program is being stopped, or when nothing was left to do.
        await sync.ExecuteAsync(payout.StripeTransferId!, CancellationToken.None);
        return refusal is null
            ? await db.Payouts.AsNoTracking().SingleAsync(p => p.Id == payoutId, CancellationToken.None)
            : throw new DomainException(
                PayoutReasons.PayoutNotReversible,
                "Stripe does not take the payout back: {message}",
                ("payout", $"payouts/{payoutId}"),
                ("message", refusal)
            );
    }

    /// <returns>Stripe's words when it refused; null when it was made, or nothing was missing.</returns>
    private async Task<string?> ReverseAsync(Payout payout, Money wanted, CancellationToken cancellationToken)
    {
        try
        {
            await transfers.ReverseAsync(
                await transfers.GetAsync(payout.StripeTransferId!, cancellationToken),
                TransferPayout.ReferenceTo(payout),
                wanted,
                cancellationToken
            );
            return null;
        }
        catch (StripeRefusedException refusal)
        {
            return refusal.Message;
        }
    }
}

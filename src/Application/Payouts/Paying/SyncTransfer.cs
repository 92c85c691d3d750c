using ESchool.Application.Stripe.Connect;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Payouts.Paying;

/// <summary>Brings a payout to what Stripe says about its transfer now: what was reversed of it is the instructor's again. The payout stays PAID.</summary>
public sealed class SyncTransfer(SchoolDbContext db, Transfers transfers, PayoutPostings postings, TimeProvider clock, ILogger<SyncTransfer> logger)
{
    /// <summary>Reads the transfer with its reversals from Stripe, and books what is new. Done again, or with older news, it changes nothing.</summary>
    /// <exception cref="DomainException">
    /// <c>PAYOUT_NOT_FOUND</c>; <c>DEPENDENCY_UNAVAILABLE</c>: Stripe does not answer, or that the transfer was made is not booked yet.
    /// </exception>
    public async Task ExecuteAsync(string stripeTransferId, CancellationToken cancellationToken) =>
        await ApplyAsync(await transfers.GetAsync(stripeTransferId, cancellationToken), cancellationToken);

    /// <summary>Books what Stripe said.</summary>
    /// <exception cref="DomainException"><c>PAYOUT_NOT_FOUND</c>; <c>DEPENDENCY_UNAVAILABLE</c>: that the transfer was made is not booked yet.</exception>
    internal async Task ApplyAsync(TransferReport report, CancellationToken cancellationToken)
    {
        if (report.References[TransferPayout.ReferenceKind] is not { } payoutId)
        {
            logger.LogInformation("Transfer {Transfer} is not of a payout of ours.", report.Id);
            return;
        }

        if (report.Reversals.Count > 0)
        {
            await db.InTransactionAsync(() => BookAsync(payoutId, report, cancellationToken), cancellationToken);
        }
    }

    private async Task BookAsync(Guid payoutId, TransferReport report, CancellationToken cancellationToken)
    {
        var payout = await postings.LockAsync(Actor.System, payoutId, cancellationToken);
        if (payout.StripeTransferId != report.Id)
        {
            throw new DomainException(
                CallReasons.DependencyUnavailable,
                "The news came before the transfer was booked; it will be tried again.",
                ("dependency", "stripe")
            );
        }

        var known = await db.TransferReversals.Where(r => r.PayoutId == payoutId).Select(r => r.StripeReversalId).ToListAsync(cancellationToken);
        var fresh = report.Reversals.Where(r => !known.Contains(r.Id)).Select(r => new TransferReversal(payoutId, r.Id, r.Amount, clock.GetUtcNow())).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        fresh.ForEach(payout.Follow);
        db.TransferReversals.AddRange(fresh);
        postings.Tell(payout);
        await db.SaveChangesAsync(cancellationToken);
        await postings.TakeBackAsync(payout, fresh, cancellationToken);
    }
}

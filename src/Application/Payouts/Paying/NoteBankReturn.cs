using ESchool.Application.Stripe.Connect;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Payouts.Paying;

/// <summary>
/// Notes that an instructor's bank sent money back. Stripe pays connected accounts out by itself, in sums of its own, so the last payout in the currency stands
/// for what the bank returned. The money lies on the connected account until there is another bank account; the ledger knows nothing of it.
/// </summary>
public sealed class NoteBankReturn(
    SchoolDbContext db,
    ConnectedAccounts accounts,
    PayoutPostings postings,
    AlertAdministrators alert,
    WorkOutbox outbox,
    TimeProvider clock,
    ILogger<NoteBankReturn> logger
)
{
    /// <summary>Reads the bank's payout from Stripe; when it failed, the instructor and the administrators are told, once for each payout of ours.</summary>
    /// <param name="stripeAccountId">The connected account, <c>acct_…</c>.</param>
    /// <param name="bankPayoutId">Stripe's payout to the bank, <c>po_…</c>.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task ExecuteAsync(string stripeAccountId, string bankPayoutId, CancellationToken cancellationToken)
    {
        var instructorId = await db
            .PayoutAccounts.Where(a => a.StripeAccountId == stripeAccountId)
            .Select(a => (Guid?)a.InstructorId)
            .SingleOrDefaultAsync(cancellationToken);
        if (instructorId is null)
        {
            logger.LogInformation("Account {Account} is not of an instructor of ours.", stripeAccountId);
            return;
        }

        var (currency, hasFailed, message) = await accounts.GetBankPayoutAsync(stripeAccountId, bankPayoutId, cancellationToken);
        if (hasFailed)
        {
            await db.InTransactionAsync(() => NoteAsync(instructorId.Value, stripeAccountId, currency, message, cancellationToken), cancellationToken);
        }
    }

    private async Task NoteAsync(Guid instructorId, string stripeAccountId, string currency, string message, CancellationToken cancellationToken)
    {
        var last = await db
            .Payouts.Where(p => p.StripeAccountId == stripeAccountId && p.Currency == currency && p.State == PayoutState.Paid)
            .OrderByDescending(p => p.FinishedAt)
            .Select(p => (Guid?)p.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (last is { } payoutId)
        {
            (await postings.LockAsync(Actor.System, payoutId, cancellationToken)).NoteBankReturn(message, clock.GetUtcNow());
        }

        var returned = new PayoutBankReturned(instructorId, last, currency, message);
        outbox.Tell(instructorId, returned);
        await alert.AlertAsync(returned, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}

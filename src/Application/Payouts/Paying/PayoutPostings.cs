using ESchool.Application.Ledger;
using ESchool.Application.Ledger.Booking;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Payouts.Paying;

/// <summary>The ledger side of a payout's life; each posting belongs to the transaction that moves the payout.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class PayoutPostings(SchoolDbContext db, LedgerAccounts accounts, LedgerPostings postings, WorkOutbox outbox)
{
    /// <summary>Loads a payout and locks it until the transaction ends.</summary>
    /// <exception cref="DomainException"><c>PAYOUT_NOT_FOUND</c>: also when it is not the actor's, unless the actor is an administrator.</exception>
    public async Task<Payout> LockAsync(Actor actor, Guid payoutId, CancellationToken cancellationToken) =>
        await db.Payouts.Where(p => p.Id == payoutId && (p.InstructorId == actor.UserId || actor.IsAdmin)).ForUpdate().SingleOrDefaultAsync(cancellationToken)
        ?? throw new DomainException(PayoutReasons.PayoutNotFound, "{payout} does not exist.", ("payout", $"payouts/{payoutId}"));

    /// <summary>Locks the instructor's available account and says what may be paid out of it: what is there, less what the instructor owes.</summary>
    public async Task<Money> LockPayableAsync(Guid instructorId, string currency, CancellationToken cancellationToken)
    {
        var available = new AccountName(AccountKind.InstructorAvailable, instructorId, currency);
        var reserved = new AccountName(AccountKind.InstructorReserved, instructorId, currency);
        var receivable = new AccountName(AccountKind.InstructorReceivable, instructorId, currency);
        var locked = await accounts.LockAsync([available, reserved, receivable], cancellationToken);
        return new Money(Math.Max(0, locked[available].Owed.MinorUnits - locked[receivable].BalanceMinorUnits), currency);
    }

    /// <summary>
    /// Locks the instructor's accounts and says whether a payout that is reserved may still leave: what is reserved and available, less what the instructor has
    /// come to owe.
    /// </summary>
    /// <returns>The refusal with the numbers; null when all of it may leave.</returns>
    public async Task<DomainException?> ShortfallAsync(Payout payout, CancellationToken cancellationToken)
    {
        var (available, reserved, receivable) = (
            NameOf(payout, AccountKind.InstructorAvailable),
            NameOf(payout, AccountKind.InstructorReserved),
            NameOf(payout, AccountKind.InstructorReceivable)
        );
        var locked = await accounts.LockAsync([available, reserved, receivable], cancellationToken);
        var owed = new Money(locked[receivable].BalanceMinorUnits, payout.Currency);
        var payable = payout.Amount + locked[available].Owed - owed;
        return payable.MinorUnits >= payout.MinorUnits
            ? null
            : new DomainException(
                PayoutReasons.BalanceInsufficient,
                "{amount} was asked for, {owed} is owed since then, and {available} can be paid.",
                ("amount", payout.Amount),
                ("owed", owed),
                ("available", payable)
            );
    }

    /// <summary>True while the instructor is suspended: then nothing leaves.</summary>
    public Task<bool> IsHeldAsync(Payout payout, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(u => u.Id == payout.InstructorId && u.SuspendedAt != null, cancellationToken);

    /// <summary>Requested: debit available, credit reserved.</summary>
    public Task ReserveAsync(Payout payout, CancellationToken cancellationToken) =>
        PostAsync(payout, TransactionKind.PayoutRequest, AccountKind.InstructorAvailable, AccountKind.InstructorReserved, cancellationToken);

    /// <summary>Rejected, cancelled or failed: debit reserved, credit available.</summary>
    public Task ReturnAsync(Payout payout, CancellationToken cancellationToken) =>
        PostAsync(payout, TransactionKind.PayoutReturn, AccountKind.InstructorReserved, AccountKind.InstructorAvailable, cancellationToken);

    /// <summary>Paid: debit reserved, credit Stripe clearing.</summary>
    public Task SettleAsync(Payout payout, CancellationToken cancellationToken) =>
        PostAsync(payout, TransactionKind.PayoutPaid, AccountKind.InstructorReserved, AccountKind.StripeClearing, cancellationToken);

    /// <summary>Reversed at Stripe, one or many: debit Stripe clearing, and what the instructor owes is settled first; the rest is available again.</summary>
    public async Task TakeBackAsync(Payout payout, IReadOnlyCollection<TransferReversal> reversals, CancellationToken cancellationToken)
    {
        var (clearing, available, receivable) = (
            NameOf(payout, AccountKind.StripeClearing),
            NameOf(payout, AccountKind.InstructorAvailable),
            NameOf(payout, AccountKind.InstructorReceivable)
        );
        var owed = (await accounts.LockAsync([clearing, available, receivable], cancellationToken))[receivable].BalanceMinorUnits;
        var posted = new List<Posting>();
        foreach (var reversal in reversals)
        {
            var settled = Math.Min(owed, reversal.MinorUnits);
            owed -= settled;
            posted.Add(
                new Posting(
                    TransactionKind.TransferReversed,
                    reversal.Name,
                    new(clearing, reversal.MinorUnits),
                    new(receivable, -settled),
                    new(available, settled - reversal.MinorUnits)
                )
            );
        }

        await postings.PostAsync(posted, cancellationToken);
    }

    /// <summary>Tells the instructor that the payout moved.</summary>
    public void Tell(Payout payout) => outbox.Tell(payout.InstructorId, new PayoutChanged(payout.Id, payout.State));

    private Task PostAsync(Payout payout, TransactionKind kind, AccountKind debit, AccountKind credit, CancellationToken cancellationToken) =>
        postings.PostAsync(
            [new Posting(kind, $"payouts/{payout.Id}", new(NameOf(payout, debit), payout.MinorUnits), new(NameOf(payout, credit), -payout.MinorUnits))],
            cancellationToken
        );

    private static AccountName NameOf(Payout payout, AccountKind kind) => new(kind, kind.IsOfInstructors() ? payout.InstructorId : Guid.Empty, payout.Currency);
}

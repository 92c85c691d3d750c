using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.Sessions;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Privacy;

/// <summary>Closes the caller's account: every session ends now, everything personal is erased after the grace period.</summary>
public sealed class DeleteAccount(
    SchoolDbContext db,
    MergedAccounts merged,
    SessionRevoker revoker,
    Administrators administrators,
    AuditTrail audit,
    WorkOutbox outbox,
    TimeProvider clock
)
{
    /// <summary>Begins the grace period. Doing it again keeps the first time.</summary>
    /// <returns>When the account is erased.</returns>
    /// <exception cref="DomainException"><c>ACCOUNT_HAS_BALANCE</c>, <c>LAST_ADMIN</c>.</exception>
    public Task<DateTimeOffset> ExecuteAsync(Actor actor, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                await administrators.RequireAnotherAsync(actor.UserId, cancellationToken);
                await RequireNoBalanceAsync(actor.UserId, cancellationToken);
                var user = await db.Users.SingleAsync(u => u.Id == actor.UserId, cancellationToken);
                user.RequestDeletion(clock.GetUtcNow());
                await merged.FollowAsync(user.Id, user.DeleteAt, cancellationToken);
                await revoker.RevokeAllAsync(user.Id, except: null, cancellationToken);
                audit.Note(actor, "account.delete", $"users/{user.Id}", after: new { user.DeleteAt });
                outbox.Warn(user.Id, SecurityNotice.DeletionRequested);
                await db.SaveChangesAsync(cancellationToken);
                return user.DeleteAt!.Value;
            },
            cancellationToken
        );

    private async Task RequireNoBalanceAsync(Guid userId, CancellationToken cancellationToken)
    {
        var owed = await db.LedgerAccounts.AnyAsync(a => a.OwnerId == userId && a.BalanceMinorUnits != 0, cancellationToken);
        if (owed || await db.Payouts.AnyAsync(p => p.InstructorId == userId && Payout.OpenStates.Contains(p.State), cancellationToken))
        {
            throw new DomainException(IdentityReasons.AccountHasBalance, "Money is owed to this account or on its way; have it paid out first.");
        }
    }
}

using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Merging;

namespace ESchool.Application.Administration.Merging;

/// <summary>Gives a prepared merge up, so that nobody confirms it.</summary>
public sealed class CancelAccountMerge(SchoolDbContext db, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Gives it up. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>ACCOUNT_MERGE_NOT_FOUND</c>, <c>ACCOUNT_MERGE_STATE_WRONG</c>.</exception>
    public Task<AccountMerge> ExecuteAsync(Actor actor, Guid mergeId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var merge = await AccountMerges.LockAsync(db, mergeId, cancellationToken);
                if (merge.Cancel(actor.UserId, clock.GetUtcNow()))
                {
                    audit.Note(actor, "account.merge_cancel", $"accountMerges/{mergeId}");
                    await db.SaveChangesAsync(cancellationToken);
                }

                return merge;
            },
            cancellationToken
        );
}

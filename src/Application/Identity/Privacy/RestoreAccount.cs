using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Privacy;

/// <summary>Takes the wish to be erased back.</summary>
public sealed class RestoreAccount(SchoolDbContext db, MergedAccounts merged, AuditTrail audit)
{
    /// <summary>Takes it back; doing it again changes nothing.</summary>
    public Task ExecuteAsync(Actor actor, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var user = await db.Users.SingleAsync(u => u.Id == actor.UserId, cancellationToken);
                if (user.DeleteAt is not null)
                {
                    user.Restore();
                    await merged.FollowAsync(user.Id, deleteAt: null, cancellationToken);
                    audit.Note(actor, "account.restore", $"users/{user.Id}");
                    await db.SaveChangesAsync(cancellationToken);
                }
            },
            cancellationToken
        );
}

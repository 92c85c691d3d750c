using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Privacy;

/// <summary>Takes the wish to be erased back.</summary>
public sealed class RestoreAccount(SchoolDbContext db, AuditTrail audit)
{
    /// <summary>Takes it back; doing it again changes nothing.</summary>
    public async Task ExecuteAsync(Actor actor, CancellationToken cancellationToken)
    {
        var user = await db.Users.SingleAsync(u => u.Id == actor.UserId, cancellationToken);
        if (user.DeleteAt is not null)
        {
            user.Restore();
            audit.Note(actor, "account.restore", $"users/{user.Id}");
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}

using ESchool.Data;
using ESchool.Domain;

namespace ESchool.Application.Identity.Sessions;

/// <summary>Ends the caller's session.</summary>
public sealed class SignOut(SchoolDbContext db, SessionRevoker revoker, AuditTrail audit)
{
    /// <summary>Revokes the session; doing it again changes nothing.</summary>
    public Task ExecuteAsync(Actor actor, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                if (await revoker.RevokeAsync(db.Sessions.Where(s => s.Id == actor.SessionId && s.UserId == actor.UserId), cancellationToken) > 0)
                {
                    audit.Note(actor, "session.close", $"users/{actor.UserId}", after: new { session = $"sessions/{actor.SessionId}" });
                    await db.SaveChangesAsync(cancellationToken);
                }
            },
            cancellationToken
        );
}

using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;

namespace ESchool.Application.Identity.Sessions;

/// <summary>Which of the caller's sessions end.</summary>
public abstract record SessionSelection
{
    private SessionSelection() { }

    /// <summary>One of them.</summary>
    /// <param name="SessionId">Which.</param>
    public sealed record One(Guid SessionId) : SessionSelection;

    /// <summary>All but the session of the call.</summary>
    public sealed record Others : SessionSelection;

    /// <summary>All of them.</summary>
    public sealed record All : SessionSelection;
}

/// <summary>Ends sessions of the caller: here, elsewhere, everywhere.</summary>
public sealed class RevokeSessions(SchoolDbContext db, SessionRevoker revoker, AuditTrail audit)
{
    /// <summary>Ends them.</summary>
    /// <returns>How many ended.</returns>
    /// <exception cref="DomainException"><c>SESSION_NOT_FOUND</c>: the one is not open, or somebody else's.</exception>
    public Task<int> ExecuteAsync(Actor actor, SessionSelection selection, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var own = db.Sessions.Where(s => s.UserId == actor.UserId);
                var ended = await revoker.RevokeAsync(
                    selection switch
                    {
                        SessionSelection.One one => own.Where(s => s.Id == one.SessionId),
                        SessionSelection.Others => own.Where(s => s.Id != actor.SessionId),
                        _ => own,
                    },
                    cancellationToken
                );
                if (ended == 0 && selection is SessionSelection.One missing)
                {
                    throw new DomainException(IdentityReasons.SessionNotFound, "{session} does not exist.", ("session", $"sessions/{missing.SessionId}"));
                }

                audit.Note(actor, "session.revoke", $"users/{actor.UserId}", after: new { which = selection.GetType().Name, ended });
                await db.SaveChangesAsync(cancellationToken);
                return ended;
            },
            cancellationToken
        );
}

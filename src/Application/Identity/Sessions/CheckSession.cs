using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Identity.Sessions;

/// <summary>What a call asks of the session it is made in, besides that it is open.</summary>
[Flags]
public enum SessionDemands
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>That the user proved who they are within the last minutes (RFC 9470).</summary>
    StepUp = 1,

    /// <summary>That a second factor was given, where the settings ask for it.</summary>
    SecondFactor = 2,
}

/// <summary>Asks the database whether a session is still open, and whether it is good enough; for calls about money and roles, and for long streams.</summary>
public sealed class CheckSession(SchoolDbContext db, IOptions<IdentityOptions> options, TimeProvider clock)
{
    /// <summary>The refusal for a session that is not open.</summary>
    internal static DomainException Ended() => new(CallReasons.AccessTokenInvalid, "The session has ended; sign in again.");

    /// <summary>
    /// Refuses when the session was ended, has expired, its user was suspended or has lost a role the token still names, or when it does not meet the demands.
    /// </summary>
    /// <exception cref="DomainException"><c>ACCESS_TOKEN_INVALID</c>, <c>SECOND_FACTOR_REQUIRED</c>, <c>STEP_UP_REQUIRED</c>.</exception>
    public async Task ExecuteAsync(Actor actor, SessionDemands demands, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var session =
            await db
                .Sessions.Where(s =>
                    s.Id == actor.SessionId
                    && s.UserId == actor.UserId
                    && s.RevokedAt == null
                    && s.ExpiresAt > now
                    && db.Users.Any(u => u.Id == s.UserId && u.SuspendedAt == null && (u.Roles & actor.Roles) == actor.Roles)
                )
                .Select(s => new
                {
                    s.AuthenticatedAt,
                    s.SecondFactorAt,
                    HasTotp = db.TotpFactors.Any(f => f.UserId == s.UserId && f.ConfirmedAt != null),
                })
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw Ended();
        if (demands.HasFlag(SessionDemands.SecondFactor) && options.Value.AdminsNeedSecondFactor && session.SecondFactorAt is null)
        {
            throw new DomainException(IdentityReasons.SecondFactorRequired, "The call needs a session that was opened with a second factor.");
        }

        if (demands.HasFlag(SessionDemands.StepUp) && session.AuthenticatedAt + options.Value.StepUpLifetime <= now)
        {
            throw new DomainException(
                IdentityReasons.StepUpRequired,
                "The call needs a fresh proof of identity.",
                ("factor", session.HasTotp ? "code" : "password")
            );
        }
    }
}

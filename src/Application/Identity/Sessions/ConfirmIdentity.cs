using ESchool.Application.Identity.Passwords;
using ESchool.Application.Identity.SecondFactor;
using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Identity.Sessions;

/// <summary>A step-up: the user of an open session proves again who they are, with the strongest factor they have.</summary>
public sealed class ConfirmIdentity(
    SchoolDbContext db,
    CurrentPassword currentPassword,
    SecondFactors factors,
    AuditTrail audit,
    IOptions<IdentityOptions> options,
    TimeProvider clock
)
{
    /// <summary>Checks the proof.</summary>
    /// <returns>Until when the session may call what asks for a step-up.</returns>
    /// <exception cref="DomainException">
    /// <c>PASSWORD_NOT_SET</c>, <c>CREDENTIALS_INVALID</c>, <c>SECOND_FACTOR_INVALID</c>, <c>TOO_MANY_ATTEMPTS</c>.
    /// </exception>
    public async Task<DateTimeOffset> ExecuteAsync(Actor actor, string password, string code, CancellationToken cancellationToken)
    {
        var hasTotp = await db.TotpFactors.AnyAsync(f => f.UserId == actor.UserId && f.ConfirmedAt != null, cancellationToken);
        if (hasTotp)
        {
            await factors.RequireAsync(actor.UserId, code, confirmed: true, AttemptThrottle.SessionOf(actor.SessionId), cancellationToken);
        }
        else
        {
            var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == actor.UserId, cancellationToken);
            await currentPassword.RequireAsync(actor, user, password, cancellationToken);
        }

        var now = clock.GetUtcNow();
        var session = await db.Sessions.SingleAsync(s => s.Id == actor.SessionId && s.UserId == actor.UserId, cancellationToken);
        session.Confirm(hasTotp, now);
        audit.Note(
            actor,
            "session.confirm",
            $"users/{actor.UserId}",
            after: new { session = $"sessions/{session.Id}", factor = hasTotp ? "code" : "password" }
        );
        await db.SaveChangesAsync(cancellationToken);
        return now + options.Value.StepUpLifetime;
    }
}

using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.SecondFactor;

/// <summary>Ends the set-up of an authenticator app. From now on every sign-in asks for a code.</summary>
public sealed class ConfirmTotpSetup(SchoolDbContext db, SecondFactors factors, AuditTrail audit, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>Checks the app's first code.</summary>
    /// <returns>Recovery codes, to be shown once.</returns>
    /// <exception cref="DomainException"><c>TOTP_SETUP_NOT_BEGUN</c>, <c>SECOND_FACTOR_INVALID</c>, <c>TOO_MANY_ATTEMPTS</c>.</exception>
    public async Task<IReadOnlyList<string>> ExecuteAsync(Actor actor, string code, CancellationToken cancellationToken)
    {
        if (!await db.TotpFactors.AnyAsync(f => f.UserId == actor.UserId && f.ConfirmedAt == null, cancellationToken))
        {
            throw new DomainException(IdentityReasons.TotpSetupNotBegun, "No set-up was begun.");
        }

        await factors.RequireAsync(actor.UserId, code, confirmed: false, AttemptThrottle.SessionOf(actor.SessionId), cancellationToken);
        return await db.InTransactionAsync(
            async () =>
            {
                var now = clock.GetUtcNow();
                var factor = await db.TotpFactors.SingleAsync(f => f.UserId == actor.UserId, cancellationToken);
                factor.Confirm(now);
                var session = await db.Sessions.SingleAsync(s => s.Id == actor.SessionId && s.UserId == actor.UserId, cancellationToken);
                session.Confirm(secondFactor: true, now);
                var codes = await factors.ReplaceRecoveryCodesAsync(actor.UserId, cancellationToken);
                audit.Note(actor, "totp.enable", $"users/{actor.UserId}");
                outbox.Warn(actor.UserId, SecurityNotice.TotpEnabled);
                await db.SaveChangesAsync(cancellationToken);
                return codes;
            },
            cancellationToken
        );
    }
}

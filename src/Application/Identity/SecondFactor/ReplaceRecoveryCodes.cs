using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.SecondFactor;

/// <summary>Makes new recovery codes; the old ones stop working.</summary>
public sealed class ReplaceRecoveryCodes(SchoolDbContext db, SecondFactors factors, AuditTrail audit, WorkOutbox outbox)
{
    /// <summary>Makes them.</summary>
    /// <returns>The codes, to be shown once.</returns>
    /// <exception cref="DomainException"><c>TOTP_DISABLED</c>.</exception>
    public Task<IReadOnlyList<string>> ExecuteAsync(Actor actor, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                if (!await db.TotpFactors.AnyAsync(f => f.UserId == actor.UserId && f.ConfirmedAt != null, cancellationToken))
                {
                    throw new DomainException(IdentityReasons.TotpDisabled, "No authenticator app is set up.");
                }

                var codes = await factors.ReplaceRecoveryCodesAsync(actor.UserId, cancellationToken);
                audit.Note(actor, "totp.replace_recovery_codes", $"users/{actor.UserId}");
                outbox.Warn(actor.UserId, SecurityNotice.RecoveryCodesReplaced);
                await db.SaveChangesAsync(cancellationToken);
                return codes;
            },
            cancellationToken
        );
}

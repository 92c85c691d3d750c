using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.SecondFactor;

/// <summary>Takes the authenticator app and the recovery codes away.</summary>
public sealed class DisableTotp(SchoolDbContext db, AuditTrail audit, WorkOutbox outbox)
{
    /// <summary>Takes them away; doing it again changes nothing.</summary>
    public Task ExecuteAsync(Actor actor, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                await db.RecoveryCodes.Where(c => c.UserId == actor.UserId).ExecuteDeleteAsync(cancellationToken);
                if (await db.TotpFactors.Where(f => f.UserId == actor.UserId).ExecuteDeleteAsync(cancellationToken) > 0)
                {
                    audit.Note(actor, "totp.disable", $"users/{actor.UserId}");
                    outbox.Warn(actor.UserId, SecurityNotice.TotpDisabled);
                    await db.SaveChangesAsync(cancellationToken);
                }
            },
            cancellationToken
        );
}

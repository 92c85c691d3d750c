using ESchool.Application.Identity.Sessions;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Passwords;

/// <summary>Sets a new password for the caller, and ends every other session: whoever else knew the old one is out.</summary>
public sealed class ChangePassword(
    SchoolDbContext db,
    PasswordHasher passwords,
    CurrentPassword currentPassword,
    SessionRevoker revoker,
    AuditTrail audit,
    WorkOutbox outbox
)
{
    /// <summary>Sets it.</summary>
    /// <param name="actor">Whose.</param>
    /// <param name="current">The present password; empty for a user who has none.</param>
    /// <param name="next">The new one.</param>
    /// <param name="cancellationToken">Stops before it is set.</param>
    /// <exception cref="DomainException"><c>CREDENTIALS_INVALID</c>, <c>PASSWORD_TOO_WEAK</c>, <c>TOO_MANY_ATTEMPTS</c>.</exception>
    public async Task ExecuteAsync(Actor actor, string current, string next, CancellationToken cancellationToken)
    {
        var user = await db.Users.SingleAsync(u => u.Id == actor.UserId, cancellationToken);
        if (user.PasswordHash is not null)
        {
            await currentPassword.RequireAsync(actor, user, current, cancellationToken);
        }

        PasswordPolicy.Require(next, "new_password", user.Email, user.DisplayName);
        var hash = await passwords.HashAsync(next, cancellationToken);
        await db.InTransactionAsync(
            async () =>
            {
                user.SetPassword(hash);
                await db.PasswordResets.Where(r => r.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
                await revoker.RevokeAllAsync(user.Id, except: actor.SessionId, cancellationToken);
                audit.Note(actor, "password.change", $"users/{user.Id}");
                outbox.Warn(user.Id, SecurityNotice.PasswordChanged);
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken
        );
    }
}

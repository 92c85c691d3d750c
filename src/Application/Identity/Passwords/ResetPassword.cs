using ESchool.Application.Identity.Sessions;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Passwords;

/// <summary>
/// Sets a new password with the token from the e-mail, which also proves the address. Ends every session and every link to Google; the next sign-in there links
/// again.
/// </summary>
public sealed class ResetPassword(SchoolDbContext db, PasswordHasher passwords, SessionRevoker revoker, AuditTrail audit, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>Uses the token up, together with all others of the user.</summary>
    /// <exception cref="DomainException"><c>RESET_TOKEN_INVALID</c>, <c>PASSWORD_TOO_WEAK</c>.</exception>
    public async Task ExecuteAsync(string token, string password, CancellationToken cancellationToken)
    {
        var tokenHash = OpaqueToken.Hash(token);
        var now = clock.GetUtcNow();
        var owner =
            await (
                from reset in db.PasswordResets.AsNoTracking()
                join user in db.Users.AsNoTracking() on reset.UserId equals user.Id
                where reset.TokenHash == tokenHash && reset.ExpiresAt > now
                select new
                {
                    user.Id,
                    user.Email,
                    user.DisplayName,
                }
            ).SingleOrDefaultAsync(cancellationToken) ?? throw Invalid();
        PasswordPolicy.Require(password, "new_password", owner.Email, owner.DisplayName);
        var hash = await passwords.HashAsync(password, cancellationToken);
        await db.InTransactionAsync(
            async () =>
            {
                // Of two uses at once, one deletes the row.
                if (await db.PasswordResets.Where(r => r.TokenHash == tokenHash).ExecuteDeleteAsync(cancellationToken) == 0)
                {
                    throw Invalid();
                }

                await db.PasswordResets.Where(r => r.UserId == owner.Id).ExecuteDeleteAsync(cancellationToken);

                // Whoever owns the address now may be another person than the one who linked it.
                await db.ExternalLogins.Where(l => l.UserId == owner.Id).ExecuteDeleteAsync(cancellationToken);
                var user = await db.Users.SingleAsync(u => u.Id == owner.Id, cancellationToken);

                // Attempts are counted for the password's version: earlier failures delay the new one on no device.
                user.SetPassword(hash);
                user.VerifyEmail(now);
                await db.Registrations.Where(r => r.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
                await revoker.RevokeAllAsync(user.Id, except: null, cancellationToken);
                audit.Note(user.Id, "password.reset", $"users/{user.Id}");
                outbox.Warn(user.Id, SecurityNotice.PasswordChanged);
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken
        );
    }

    private static DomainException Invalid() => new(IdentityReasons.ResetTokenInvalid, "The token is unknown, used or expired; ask for a new e-mail.");
}

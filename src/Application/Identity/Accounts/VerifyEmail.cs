using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Accounts;

/// <summary>Confirms an address with the token from the e-mail. From then on the password of that mail's registration counts, and no other's.</summary>
public sealed class VerifyEmail(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>
    /// Verifies the address. Doing it again, also with the token of an earlier mail, changes nothing: mail scanners open links before the person does.
    /// </summary>
    /// <exception cref="DomainException"><c>VERIFICATION_TOKEN_INVALID</c>.</exception>
    public async Task ExecuteAsync(string token, CancellationToken cancellationToken)
    {
        var hash = OpaqueToken.Hash(token);
        var now = clock.GetUtcNow();
        await db.InTransactionAsync(
            async () =>
            {
                var verification =
                    await db.EmailVerifications.AsNoTracking().SingleOrDefaultAsync(v => v.TokenHash == hash && v.ExpiresAt > now, cancellationToken)
                    ?? throw new DomainException(IdentityReasons.VerificationTokenInvalid, "The token is unknown or expired; ask for a new e-mail.");

                // Registration of the address holds the same lock. Of two mails opened at once, the second waits here and finds the address verified.
                var email = await db.Users.Where(u => u.Id == verification.UserId).Select(u => u.EmailNormalized).SingleAsync(cancellationToken);
                await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({email}, 0))", cancellationToken);
                var user = await db.Users.SingleAsync(u => u.Id == verification.UserId, cancellationToken);
                if (user.EmailVerifiedAt is null)
                {
                    await AcceptAsync(user, verification.RegistrationId, cancellationToken);
                    user.VerifyEmail(now);
                    await db.SaveChangesAsync(cancellationToken);
                }
            },
            cancellationToken
        );
    }

    private async Task AcceptAsync(User user, Guid? registrationId, CancellationToken cancellationToken)
    {
        if (await db.Registrations.AsNoTracking().SingleOrDefaultAsync(r => r.Id == registrationId, cancellationToken) is { } registration)
        {
            user.SetPassword(registration.PasswordHash);
            user.Describe(registration.DisplayName, timeZone: null, locale: null);
        }

        await db.Registrations.Where(r => r.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
    }
}

using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity;

/// <summary>Confirms an address with the token from the e-mail.</summary>
public sealed class VerifyEmail(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Uses the token up, together with all others of the user.</summary>
    /// <exception cref="DomainException"><c>VERIFICATION_TOKEN_INVALID</c>.</exception>
    public async Task ExecuteAsync(string token, CancellationToken cancellationToken)
    {
        var hash = OpaqueToken.Hash(token);
        var now = clock.GetUtcNow();
        await db.InTransactionAsync(
            async () =>
            {
                var verification = await db.EmailVerifications.SingleOrDefaultAsync(v => v.TokenHash == hash && v.ExpiresAt > now, cancellationToken)
                    ?? throw new DomainException(IdentityReasons.VerificationTokenInvalid, "The token is unknown, used or expired; ask for a new e-mail.");
                var user = await db.Users.SingleAsync(u => u.Id == verification.UserId, cancellationToken);
                user.VerifyEmail(now);
                await db.EmailVerifications.Where(v => v.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
                db.Entry(verification).State = EntityState.Detached;
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
    }
}

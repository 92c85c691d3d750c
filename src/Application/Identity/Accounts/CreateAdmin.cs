using ESchool.Application.Identity.Passwords;
using ESchool.Application.Identity.SecondFactor;
using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using OtpNet;

namespace ESchool.Application.Identity.Accounts;

/// <summary>Makes the first administrator; run by an operator at set-up, never reachable by a call.</summary>
public sealed class CreateAdmin(SchoolDbContext db, PasswordHasher passwords, SecondFactors factors, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Makes a verified account with the admin role, or gives an existing one the admin role. Doing it again changes nothing.</summary>
    /// <param name="email">The administrator's address.</param>
    /// <param name="password">The password of a new account.</param>
    /// <param name="totpSecret">The secret of an authenticator app that is set up already, in base 32; null to set one up at the first sign-in.</param>
    /// <param name="cancellationToken">Stops before anything is saved.</param>
    /// <returns>True when the account was made now.</returns>
    public async Task<bool> ExecuteAsync(string email, string password, string? totpSecret, CancellationToken cancellationToken)
    {
        var normalized = User.NormalizeEmail(email);
        var user = await db.Users.SingleOrDefaultAsync(u => u.EmailNormalized == normalized, cancellationToken);
        var made = user is null;
        if (user is null)
        {
            user = new User(email, "Administrator", await passwords.HashAsync(password, cancellationToken), clock.GetUtcNow());
            db.Users.Add(user);
        }

        if (!user.Roles.HasFlag(Roles.Admin))
        {
            audit.Note(Guid.Empty, "role.grant", $"users/{user.Id}", after: new { role = nameof(Roles.Admin) });
        }

        user.VerifyEmail(clock.GetUtcNow());
        user.Grant(Roles.Admin);
        if (totpSecret is not null && !await db.TotpFactors.AnyAsync(f => f.UserId == user.Id, cancellationToken))
        {
            var factor = new TotpFactor(user.Id, factors.Seal(Base32Encoding.ToBytes(totpSecret)));
            factor.Confirm(clock.GetUtcNow());
            db.TotpFactors.Add(factor);
        }

        await db.SaveChangesAsync(cancellationToken);
        return made;
    }
}

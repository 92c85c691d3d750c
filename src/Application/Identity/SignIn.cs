using ESchool.Application.Identity.Passwords;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity;

/// <summary>Signs in with address and password. What is wrong about a pair is told to nobody, and every wrong pair takes the same time.</summary>
public sealed class SignIn(SchoolDbContext db, PasswordHasher passwords, AttemptThrottle throttle, SessionOpener opener, AuditTrail audit)
{
    /// <summary>Checks the password, and opens a session or asks for the second factor.</summary>
    /// <exception cref="DomainException"><c>CREDENTIALS_INVALID</c>, <c>TOO_MANY_ATTEMPTS</c>.</exception>
    public async Task<SignInOutcome> ExecuteAsync(string email, string password, CancellationToken cancellationToken)
    {
        var account = AttemptThrottle.AccountOf(email);
        await throttle.CountAsync(account, cancellationToken);
        var normalized = User.NormalizeEmail(email);
        var user = await db.Users.SingleOrDefaultAsync(u => u.EmailNormalized == normalized, cancellationToken);
        var fits = await passwords.VerifyAsync(password, user?.PasswordHash ?? PasswordHasher.Unmatchable, cancellationToken);
        if (!fits || user is null || !user.CanSignIn)
        {
            await audit.NoteRefusalAsync(user?.Id ?? Guid.Empty, "session.refused", user is null ? "users/-" : $"users/{user.Id}", new { method = nameof(AuthenticationMethod.Password) });
            throw new DomainException(IdentityReasons.CredentialsInvalid, "Address and password do not open a session.");
        }

        var outcome = await opener.OpenAsync(user, AuthenticationMethod.Password, cancellationToken);
        await throttle.ForgetAsync(account, cancellationToken);
        return outcome;
    }
}

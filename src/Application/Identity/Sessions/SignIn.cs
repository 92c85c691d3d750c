using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.Passwords;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Sessions;

/// <summary>Signs in with address and password. What is wrong about a pair is told to nobody, and every wrong pair takes the same time.</summary>
public sealed class SignIn(
    SchoolDbContext db,
    PasswordHasher passwords,
    AttemptThrottle throttle,
    KnownDevices devices,
    SessionOpener opener,
    MailCodes codes,
    AuditTrail audit
)
{
    /// <summary>Checks the password, and opens a session or asks for the second factor.</summary>
    /// <param name="email">The address.</param>
    /// <param name="password">The password.</param>
    /// <param name="deviceToken">What the device got when it signed in before; empty for none. It opens nothing: it only says whose failures count.</param>
    /// <param name="cancellationToken">Stops before the session is open.</param>
    /// <exception cref="DomainException"><c>CREDENTIALS_INVALID</c>, <c>TOO_MANY_ATTEMPTS</c>.</exception>
    public async Task<SignInOutcome> ExecuteAsync(string email, string password, string deviceToken, CancellationToken cancellationToken)
    {
        var normalized = User.NormalizeEmail(email);
        var user = await db.Users.SingleOrDefaultAsync(u => u.EmailNormalized == normalized, cancellationToken);
        var device = devices.Find(user?.Id ?? Guid.Empty, deviceToken);
        var attempt =
            device is { } known && user is not null
                ? await throttle.CountAsync(AttemptThrottle.DeviceOf(known, user), cancellationToken)
                : await throttle.CountStrangerAsync(normalized, user?.PasswordVersion ?? 0, cancellationToken);
        var fits = await passwords.VerifyAsync(password, user?.PasswordHash ?? PasswordHasher.Unmatchable, cancellationToken);
        if (!fits || user is null || !user.CanSignIn)
        {
            await throttle.FailAsync(attempt, user?.Id ?? codes.NobodyOf(normalized));
            await audit.NoteRefusalAsync(
                user?.Id ?? Guid.Empty,
                "session.refused",
                user is null ? "users/-" : $"users/{user.Id}",
                new { method = nameof(AuthenticationMethod.Password) }
            );
            throw new DomainException(IdentityReasons.CredentialsInvalid, "Address and password do not open a session.");
        }

        var outcome = await opener.OpenAsync(user, AuthenticationMethod.Password, new Device(device, deviceToken), cancellationToken);
        await throttle.SucceedAsync(attempt, cancellationToken);
        return outcome;
    }
}

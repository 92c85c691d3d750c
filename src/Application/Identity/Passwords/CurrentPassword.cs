using ESchool.Domain;
using ESchool.Domain.Identity;

namespace ESchool.Application.Identity.Passwords;

/// <summary>Asks a signed-in user for the password again.</summary>
public sealed class CurrentPassword(PasswordHasher passwords, AttemptThrottle throttle, AuditTrail audit)
{
    /// <summary>Refuses when it is wrong, or when the user has none. Counts the attempt like a sign-in.</summary>
    /// <exception cref="DomainException"><c>CREDENTIALS_INVALID</c>, <c>TOO_MANY_ATTEMPTS</c>.</exception>
    public async Task RequireAsync(User user, string password, CancellationToken cancellationToken)
    {
        var account = AttemptThrottle.AccountOf(user.Email);
        await throttle.CountAsync(account, cancellationToken);
        if (!await passwords.VerifyAsync(password, user.PasswordHash ?? PasswordHasher.Unmatchable, cancellationToken))
        {
            await audit.NoteRefusalAsync(user.Id, "password.refused", $"users/{user.Id}");
            throw new DomainException(IdentityReasons.CredentialsInvalid, "The password is wrong.");
        }

        await throttle.ForgetAsync(account, cancellationToken);
    }
}

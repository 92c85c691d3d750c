using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Identity.Passwords;

/// <summary>Asks a signed-in user for the password again.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class CurrentPassword(PasswordHasher passwords, AttemptThrottle throttle, AuditTrail audit)
{
    /// <summary>Refuses when it is wrong, and says so when the user has none. Counts the attempt for the session alone: no stranger can delay it.</summary>
    /// <exception cref="DomainException"><c>PASSWORD_NOT_SET</c>, <c>CREDENTIALS_INVALID</c>, <c>TOO_MANY_ATTEMPTS</c>.</exception>
    public async Task RequireAsync(Actor actor, User user, string password, CancellationToken cancellationToken)
    {
        if (user.PasswordHash is null)
        {
            throw new DomainException(
                IdentityReasons.PasswordNotSet,
                "The account has no password; sign in with Google again, or set a password with ChangePassword."
            );
        }

        var attempt = await throttle.CountAsync(AttemptThrottle.SessionOf(actor.SessionId), cancellationToken);
        if (!await passwords.VerifyAsync(password, user.PasswordHash, cancellationToken))
        {
            await audit.NoteRefusalAsync(user.Id, "password.refused", $"users/{user.Id}");
            throw new DomainException(IdentityReasons.CredentialsInvalid, "The password is wrong.");
        }

        await throttle.SucceedAsync(attempt, cancellationToken);
    }
}

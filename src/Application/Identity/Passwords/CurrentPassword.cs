using ESchool.Domain;
using ESchool.Domain.Identity;

namespace ESchool.Application.Identity.Passwords;

/// <summary>Asks a signed-in user for the password again.</summary>
public sealed class CurrentPassword(PasswordHasher passwords, AttemptThrottle throttle, AuditTrail audit)
{
    /// <summary>Refuses when it is wrong, or when the user has none. Counts the attempt for the session alone: no stranger can delay it.</summary>
    /// <exception cref="DomainException"><c>CREDENTIALS_INVALID</c>, <c>TOO_MANY_ATTEMPTS</c>.</exception>
    public async Task RequireAsync(Actor actor, User user, string password, CancellationToken cancellationToken)
    {
        var attempt = await throttle.CountAsync(AttemptThrottle.SessionOf(actor.SessionId), cancellationToken);
        if (!await passwords.VerifyAsync(password, user.PasswordHash ?? PasswordHasher.Unmatchable, cancellationToken))
        {
            await audit.NoteRefusalAsync(user.Id, "password.refused", $"users/{user.Id}");
            throw new DomainException(IdentityReasons.CredentialsInvalid, "The password is wrong.");
        }

        await throttle.SucceedAsync(attempt, cancellationToken);
    }
}

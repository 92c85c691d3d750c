using ESchool.Application.Identity.Sessions;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.SecondFactor;

/// <summary>Ends a sign-in with the second factor.</summary>
public sealed class AnswerSecondFactor(SchoolDbContext db, SealedTokens tokens, SecondFactors factors, SessionOpener opener, TimeProvider clock)
{
    /// <summary>Opens the session that the challenge stands for.</summary>
    /// <param name="challenge">What the first factor was answered with.</param>
    /// <param name="code">The code that was typed.</param>
    /// <param name="deviceToken">The device token that the device has, to be renewed; empty for none.</param>
    /// <param name="cancellationToken">Stops before the session is open.</param>
    /// <exception cref="DomainException"><c>SECOND_FACTOR_INVALID</c>, <c>TOO_MANY_ATTEMPTS</c>.</exception>
    public async Task<SessionTokens> ExecuteAsync(string challenge, string code, string deviceToken, CancellationToken cancellationToken)
    {
        var content = tokens.Read<SecondFactorChallenge>(SecondFactorChallenge.Purpose, challenge);
        var user =
            content is null || content.ExpiresAt <= clock.GetUtcNow()
                ? null
                : await db.Users.SingleOrDefaultAsync(u => u.Id == content.UserId, cancellationToken);
        if (user is null || !user.CanSignIn || user.PasswordVersion != content!.PasswordVersion)
        {
            throw new DomainException(IdentityReasons.SecondFactorInvalid, "The challenge has expired; sign in again.");
        }

        // Who knows the password and not the code is no stranger to a new device, but still to a known one.
        var counted = content.DeviceId is { } known ? AttemptThrottle.DeviceFactorOf(known, user) : AttemptThrottle.SecondFactorOf(user.Id);
        await factors.RequireAsync(user.Id, code, confirmed: true, counted, cancellationToken);
        return await opener.OpenAsync(user, content.Method, secondFactor: true, new Device(content.DeviceId, deviceToken), cancellationToken);
    }
}

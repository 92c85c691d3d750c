using ESchool.Application.Identity.Sessions;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Identity.GoogleSignIn;

/// <summary>Where both ways to sign in with Google end: who it is at Google is known by now.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class GoogleSessions(
    SchoolDbContext db,
    GoogleAccounts accounts,
    SessionOpener opener,
    KnownDevices devices,
    AuditTrail audit,
    ILogger<GoogleSessions> logger
)
{
    /// <summary>Opens a session of the user, or asks for the second factor; all or nothing is kept.</summary>
    /// <param name="identity">Who it is.</param>
    /// <param name="usedToken">The id token that works once; null for one that nobody but Google and the school has seen.</param>
    /// <param name="deviceToken">The device token that the device has; empty for none.</param>
    /// <param name="cancellationToken">Stops before the session is open.</param>
    /// <exception cref="DomainException"><c>GOOGLE_SIGN_IN_FAILED</c>, <c>GOOGLE_EMAIL_UNVERIFIED</c>.</exception>
    public async Task<SignInOutcome> OpenAsync(ExternalIdentity identity, UsedIdToken? usedToken, string deviceToken, CancellationToken cancellationToken)
    {
        var (user, outcome) = await db.InTransactionAsync(
            async () =>
            {
                await UseUpAsync(usedToken, cancellationToken);
                var found = await accounts.FindOrMakeAsync(identity, cancellationToken);
                return (
                    found,
                    found.CanSignIn
                        ? await opener.OpenAsync(
                            found,
                            AuthenticationMethod.Google,
                            new Device(devices.Find(found.Id, deviceToken), deviceToken),
                            cancellationToken
                        )
                        : null
                );
            },
            cancellationToken
        );
        if (outcome is not null)
        {
            return outcome;
        }

        await audit.NoteRefusalAsync(user.Id, "session.refused", $"users/{user.Id}", new { method = nameof(AuthenticationMethod.Google) });
        throw GoogleIdTokens.Refusal;
    }

    private async Task UseUpAsync(UsedIdToken? token, CancellationToken cancellationToken)
    {
        // Of many uses at once, one inserts; the others wait for it and insert nothing.
        if (
            token is not null
            && await db.Database.ExecuteSqlAsync(
                $"INSERT INTO identity.used_id_tokens (token_hash, expires_at) VALUES ({token.TokenHash}, {token.ExpiresAt}) ON CONFLICT DO NOTHING",
                cancellationToken
            ) == 0
        )
        {
            logger.LogWarning("An id token was refused: used before");
            throw GoogleIdTokens.Refusal;
        }
    }
}

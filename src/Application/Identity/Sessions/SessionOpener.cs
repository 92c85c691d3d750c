using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Identity.Sessions;

/// <summary>What comes of a first factor that was right.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome() { }

    /// <summary>The session is open.</summary>
    /// <param name="Tokens">Its tokens.</param>
    public sealed record Opened(SessionTokens Tokens) : SignInOutcome;

    /// <summary>The second factor is asked for.</summary>
    /// <param name="Challenge">To be sent back with the code; sealed.</param>
    /// <param name="ExpiresAt">Until when.</param>
    public sealed record Challenged(string Challenge, DateTimeOffset ExpiresAt) : SignInOutcome;
}

/// <summary>What a challenge holds, sealed.</summary>
/// <param name="UserId">Whose first factor was right.</param>
/// <param name="Method">What the first factor was.</param>
/// <param name="PasswordVersion">The user's at that time: a changed password ends the challenge.</param>
/// <param name="ExpiresAt">Until when.</param>
/// <param name="DeviceId">The device, when it has signed the user in before; null for a new one.</param>
public sealed record SecondFactorChallenge(Guid UserId, AuthenticationMethod Method, int PasswordVersion, DateTimeOffset ExpiresAt, Guid? DeviceId = null)
{
    /// <summary>The purpose under which it is sealed.</summary>
    public const string Purpose = "identity.second-factor";

    /// <summary>How long it can be answered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
}

/// <summary>The device that signs in.</summary>
/// <param name="KnownId">Its id, when it has signed the user in before; null for a new one.</param>
/// <param name="Token">The device token it sent; empty for none.</param>
public sealed record Device(Guid? KnownId, string Token);

/// <summary>Opens sessions: where every way to sign in ends, so that none forgets the second factor, the log or the limit.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class SessionOpener(SchoolDbContext db, SealedTokens tokens, SessionIssuer issuer, CallOrigin origin, AuditTrail audit, TimeProvider clock)
{
    /// <summary>A user has so many open sessions at most; the longest unused end first.</summary>
    private const int MaximumSessions = 100;

    /// <summary>After a first factor: opens a session, or asks for the second factor where one is set up. Saves.</summary>
    /// <param name="user">Who may sign in; the caller has checked that.</param>
    /// <param name="method">What the first factor was.</param>
    /// <param name="device">Where.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    public async Task<SignInOutcome> OpenAsync(User user, AuthenticationMethod method, Device device, CancellationToken cancellationToken)
    {
        if (await db.TotpFactors.AnyAsync(f => f.UserId == user.Id && f.ConfirmedAt != null, cancellationToken))
        {
            var challenge = new SecondFactorChallenge(
                user.Id,
                method,
                user.PasswordVersion,
                clock.GetUtcNow() + SecondFactorChallenge.Lifetime,
                device.KnownId
            );
            return new SignInOutcome.Challenged(tokens.Create(SecondFactorChallenge.Purpose, challenge), challenge.ExpiresAt);
        }

        return new SignInOutcome.Opened(await OpenAsync(user, method, secondFactor: false, device, cancellationToken));
    }

    /// <summary>Opens a session; every factor was right. Saves.</summary>
    public async Task<SessionTokens> OpenAsync(User user, AuthenticationMethod method, bool secondFactor, Device device, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var session = new Session(user.Id, method, secondFactor, origin.UserAgent, origin.Network, now, device.KnownId);
        db.Sessions.Add(session);
        audit.Note(
            user.Id,
            "session.open",
            $"users/{user.Id}",
            after: new
            {
                session = $"sessions/{session.Id}",
                method = method.ToString(),
                secondFactor,
            }
        );
        var issued = issuer.Issue(user, session, device.Token);
        await db.SaveChangesAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE identity.sessions SET revoked_at = {now} WHERE id IN (
                SELECT id FROM identity.sessions WHERE user_id = {user.Id} AND revoked_at IS NULL
                    ORDER BY last_used_at DESC, id DESC OFFSET {MaximumSessions})
            """,
            cancellationToken
        );
        return issued;
    }
}

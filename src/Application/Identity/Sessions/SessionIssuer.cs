using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Identity.Sessions;

/// <summary>An open session with its tokens.</summary>
/// <param name="AccessToken">A JWT.</param>
/// <param name="AccessTokenExpiresAt">When it stops working.</param>
/// <param name="RefreshToken">Opaque; works once.</param>
/// <param name="RefreshTokenExpiresAt">When it stops working if it is not used.</param>
/// <param name="DeviceToken">What the device sends along when it signs in again.</param>
/// <param name="User">Who is signed in.</param>
public sealed record SessionTokens(
    string AccessToken,
    DateTimeOffset AccessTokenExpiresAt,
    string RefreshToken,
    DateTimeOffset RefreshTokenExpiresAt,
    string DeviceToken,
    User User
);

/// <summary>Makes the tokens of a session; the caller saves.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class SessionIssuer(SchoolDbContext db, AccessTokens accessTokens, KnownDevices devices, TimeProvider clock)
{
    /// <summary>Adds the session's next refresh token to the present unit of work and makes both tokens.</summary>
    /// <param name="user">Who is signed in.</param>
    /// <param name="session">The session.</param>
    /// <param name="deviceToken">The device token that the device has; empty for none.</param>
    public SessionTokens Issue(User user, Session session, string deviceToken)
    {
        var token = OpaqueToken.Create();
        var refresh = session.IssueRefreshToken(OpaqueToken.Hash(token), clock.GetUtcNow());
        db.RefreshTokens.Add(refresh);
        var (access, accessExpiresAt) = accessTokens.Issue(user, session);
        return new SessionTokens(access, accessExpiresAt, token, refresh.ExpiresAt, devices.Issue(session, deviceToken), user);
    }
}

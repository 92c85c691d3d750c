using System.Security.Claims;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ESchool.Application.Identity.Sessions;

/// <summary>Makes access tokens and says which are accepted: ES256 and <c>typ=at+jwt</c> only (RFC 9068), 30 s of clock skew.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class AccessTokens(SigningKeys keys, IOptions<IdentityOptions> options, TimeProvider clock)
{
    /// <summary>How far clocks may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private const string TokenType = "at+jwt";
    private const string SessionClaim = "sid";
    private const string RoleClaim = "roles";

    /// <summary>Who acts in place of the subject (RFC 8693 names it an actor): one of the staff, in a support view.</summary>
    private const string ViewerClaim = "viewer";
    private const string ViewClaim = "view";

    private readonly IdentityOptions options = options.Value;

    /// <summary>What a token must be to be accepted.</summary>
    public TokenValidationParameters Validation =>
        new()
        {
            ValidIssuer = options.Issuer,
            ValidAudience = options.Audience,

            // By its id only: a token that names no key of ours is not tried with all of them.
            IssuerSigningKeyResolver = (_, _, keyId, _) => keys.Accepted.Where(key => key.KeyId == keyId),
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidTypes = [TokenType],
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ClockSkew = ClockSkew,
            NameClaimType = JwtRegisteredClaimNames.Sub,
            LifetimeValidator = (notBefore, expires, _, parameters) =>
                expires is not null && IsCurrent(expires.Value) && (notBefore is null || clock.GetUtcNow() + parameters.ClockSkew >= notBefore.Value),
        };

    /// <summary>True while a token that expires then is accepted.</summary>
    /// <param name="expires">In UTC.</param>
    public bool IsCurrent(DateTime expires) => clock.GetUtcNow() - ClockSkew < expires;

    /// <summary>Makes a token.</summary>
    public (string Token, DateTimeOffset ExpiresAt) Issue(User user, Session session)
    {
        var expiresAt = clock.GetUtcNow() + options.AccessTokenLifetime;
        return (Create(user, session.Id, expiresAt), expiresAt);
    }

    /// <summary>Makes a token of a support view. It speaks for the user, and names the session of the one who sees: it is refused when that ends.</summary>
    /// <param name="user">What whom sees.</param>
    /// <param name="sessionId">The session of the one who sees.</param>
    /// <param name="viewerId">Who sees.</param>
    /// <param name="viewId">The view.</param>
    /// <param name="expiresAt">When it ends.</param>
    public string IssueView(User user, Guid sessionId, Guid viewerId, Guid viewId, DateTimeOffset expiresAt) =>
        Create(user, sessionId, expiresAt, new(ViewerClaim, viewerId.ToString()), new(ViewClaim, viewId.ToString()));

    private string Create(User user, Guid sessionId, DateTimeOffset expiresAt, params IEnumerable<KeyValuePair<string, object>> more)
    {
        var now = clock.GetUtcNow();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = options.Issuer,
                Audience = options.Audience,
                IssuedAt = now.UtcDateTime,
                NotBefore = now.UtcDateTime,
                Expires = expiresAt.UtcDateTime,
                TokenType = TokenType,
                SigningCredentials = new SigningCredentials(keys.Signing, SecurityAlgorithms.EcdsaSha256),
                Claims = new Dictionary<string, object>(more)
                {
                    [JwtRegisteredClaimNames.Sub] = user.Id.ToString(),
                    [SessionClaim] = sessionId.ToString(),
                    [RoleClaim] = (int)user.Roles,
                    [JwtRegisteredClaimNames.Jti] = Guid.CreateVersion7(now).ToString(),
                },
            }
        );
    }

    /// <summary>Who a validated token speaks for.</summary>
    /// <returns>The actor, or null when a claim is missing.</returns>
    public static Actor? ActorOf(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(JwtRegisteredClaimNames.Sub), out var userId)
        && Guid.TryParse(principal.FindFirstValue(SessionClaim), out var sessionId)
        && int.TryParse(principal.FindFirstValue(RoleClaim), out var roles)
        && IsWhole(principal)
            ? new Actor(userId, sessionId, (Roles)roles) { ViewId = IdOf(principal, ViewClaim), ViewerId = IdOf(principal, ViewerClaim) }
            : null;

    /// <summary>A token of a view that lacks a part of what makes it one is none at all.</summary>
    private static bool IsWhole(ClaimsPrincipal principal) => (IdOf(principal, ViewClaim) is null) == (IdOf(principal, ViewerClaim) is null);

    private static Guid? IdOf(ClaimsPrincipal principal, string claim) => Guid.TryParse(principal.FindFirstValue(claim), out var id) ? id : null;
}

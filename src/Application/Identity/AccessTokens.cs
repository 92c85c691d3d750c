using System.Security.Claims;
using System.Security.Cryptography;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ESchool.Application.Identity;

/// <summary>Makes access tokens and says which are accepted: ES256 and <c>typ=at+jwt</c> only (RFC 9068), 30 s of clock skew.</summary>
public sealed class AccessTokens : IDisposable
{
    private const string TokenType = "at+jwt";
    private const string SessionClaim = "sid";
    private const string RoleClaim = "roles";

    private readonly IdentityOptions options;
    private readonly TimeProvider clock;
    private readonly ECDsa key = ECDsa.Create();
    private readonly ECDsaSecurityKey securityKey;

    /// <summary>Reads the signing key.</summary>
    /// <exception cref="OptionsValidationException">The key file is missing or holds no P-256 key.</exception>
    public AccessTokens(IOptions<IdentityOptions> options, TimeProvider clock)
    {
        this.options = options.Value;
        this.clock = clock;
        try
        {
            key.ImportFromPem(File.ReadAllText(this.options.SigningKeyPath));
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or CryptographicException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException(IdentityOptions.Section, typeof(IdentityOptions), [$"Identity:SigningKeyPath: {fault.Message}"]);
        }

        var keyId = Base64UrlEncoder.Encode(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 12).ToArray());
        securityKey = new ECDsaSecurityKey(key)
        {
            KeyId = keyId,

            // The default factory keeps what it made of a key beyond the key's life.
            CryptoProviderFactory = new CryptoProviderFactory(),
        };
    }

    /// <summary>What a token must be to be accepted.</summary>
    public TokenValidationParameters Validation => new()
    {
        ValidIssuer = options.Issuer,
        ValidAudience = options.Audience,
        IssuerSigningKey = securityKey,
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        ValidTypes = [TokenType],
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        ClockSkew = TimeSpan.FromSeconds(30),
        NameClaimType = JwtRegisteredClaimNames.Sub,
        LifetimeValidator = (notBefore, expires, _, parameters) =>
            expires is not null
            && clock.GetUtcNow() < expires.Value + parameters.ClockSkew
            && (notBefore is null || clock.GetUtcNow() >= notBefore.Value - parameters.ClockSkew),
    };

    /// <summary>Makes a token.</summary>
    public (string Token, DateTimeOffset ExpiresAt) Issue(User user, Session session)
    {
        var now = clock.GetUtcNow();
        var expiresAt = now + options.AccessTokenLifetime;
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = options.Issuer,
            Audience = options.Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            TokenType = TokenType,
            SigningCredentials = new SigningCredentials(securityKey, SecurityAlgorithms.EcdsaSha256),
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = user.Id.ToString(),
                [SessionClaim] = session.Id.ToString(),
                [RoleClaim] = (int)user.Roles,
                [JwtRegisteredClaimNames.Jti] = Guid.CreateVersion7(now).ToString(),
            },
        });
        return (token, expiresAt);
    }

    /// <summary>Who a validated token speaks for.</summary>
    /// <returns>The actor, or null when a claim is missing.</returns>
    public static Actor? ActorOf(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(JwtRegisteredClaimNames.Sub), out var userId)
        && Guid.TryParse(principal.FindFirstValue(SessionClaim), out var sessionId)
        && int.TryParse(principal.FindFirstValue(RoleClaim), out var roles)
            ? new Actor(userId, sessionId, (Roles)roles)
            : null;

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}

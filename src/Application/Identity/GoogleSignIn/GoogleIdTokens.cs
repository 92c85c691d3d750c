using System.Security.Cryptography;
using System.Text;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ESchool.Application.Identity.GoogleSignIn;

/// <summary>
/// Says which id tokens are accepted (OpenID Connect Core, 3.1.3.7): signed by a key that Google publishes, with RS256 or ES256, by Google, for us, now, and
/// for this sign-in. A caller hears only that a token is not accepted; why stands in the log, without the token.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class GoogleIdTokens(GoogleDiscovery discovery, IOptions<GoogleOptions> options, TimeProvider clock, ILogger<GoogleIdTokens> logger)
{
    /// <summary>Google has signed with both names of itself; other issuers have one.</summary>
    private const string GoogleIssuerWithoutScheme = "accounts.google.com";

    private const int MaximumLength = 16 * 1024;
    private const int MaximumSubjectLength = 255;

    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler handler = new() { MaximumTokenSizeInBytes = MaximumLength };

    /// <summary>The refusal of whatever came back from Google.</summary>
    public static DomainException Refusal => new(IdentityReasons.GoogleSignInFailed, "What came back from Google does not open a session; begin again.");

    /// <summary>Validates the id token of a code, which must be for the client of the code.</summary>
    /// <exception cref="DomainException"><c>GOOGLE_SIGN_IN_FAILED</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<ExternalIdentity> ValidateOfCodeAsync(string idToken, string nonce, CancellationToken cancellationToken) =>
        ValidateAsync(idToken, nonce, [options.Value.ClientId], cancellationToken);

    /// <summary>Validates an id token that Google gave a page or an app.</summary>
    /// <exception cref="DomainException"><c>GOOGLE_SIGN_IN_FAILED</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<ExternalIdentity> ValidateOfClientAsync(string idToken, string nonce, CancellationToken cancellationToken) =>
        ValidateAsync(idToken, nonce, [options.Value.ClientId, .. options.Value.AdditionalAudiences.Where(audience => audience.Length > 0)], cancellationToken);

    private async Task<ExternalIdentity> ValidateAsync(string idToken, string nonce, string[] audiences, CancellationToken cancellationToken)
    {
        var document = await discovery.GetAsync(cancellationToken);
        var result = await handler.ValidateTokenAsync(idToken, ParametersFor(document, audiences));
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            document = await discovery.GetNewerAsync(document, cancellationToken);
            result = await handler.ValidateTokenAsync(idToken, ParametersFor(document, audiences));
        }

        if (!result.IsValid)
        {
            throw Refuse(result.Exception.GetType().Name);
        }

        var token = (JsonWebToken)result.SecurityToken;
        if (ProblemOf(token, nonce, audiences) is { } problem)
        {
            throw Refuse(problem);
        }

        return new ExternalIdentity(
            options.Value.Issuer,
            token.Subject,
            TextOf(token, "email"),
            IsTrue(token, "email_verified"),
            TextOf(token, "name"),
            new DateTimeOffset(token.ValidTo, TimeSpan.Zero) + ClockSkew
        );
    }

    private TokenValidationParameters ParametersFor(OpenIdConnectConfiguration document, string[] audiences) =>
        new()
        {
            ValidIssuers =
                options.Value.Issuer == GoogleOptions.GoogleIssuer ? [GoogleOptions.GoogleIssuer, GoogleIssuerWithoutScheme] : [options.Value.Issuer],
            ValidAudiences = audiences,
            IssuerSigningKeys = document.SigningKeys,
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = ClockSkew,
            LifetimeValidator = (notBefore, expires, _, _) =>
                expires is not null && clock.GetUtcNow() - ClockSkew < expires.Value && (notBefore is null || clock.GetUtcNow() + ClockSkew >= notBefore.Value),
        };

    private string? ProblemOf(JsonWebToken token, string nonce, string[] audiences)
    {
        // The library reads a missing time as the year one.
        if (token.IssuedAt == DateTime.MinValue || token.IssuedAt > (clock.GetUtcNow() + ClockSkew).UtcDateTime)
        {
            return "iat";
        }

        if (
            !CryptographicOperations.FixedTimeEquals(
                SHA256.HashData(Encoding.UTF8.GetBytes(TextOf(token, "nonce"))),
                SHA256.HashData(Encoding.UTF8.GetBytes(nonce))
            )
        )
        {
            return "nonce";
        }

        // A single audience needs none: on phones Google names the app there and the frontend's client as the audience.
        if (token.Audiences.Count() > 1 && !audiences.Contains(TextOf(token, "azp")))
        {
            return "azp";
        }

        return token.Subject is { Length: > 0 and <= MaximumSubjectLength } ? null : "sub";
    }

    private static string TextOf(JsonWebToken token, string claim) => token.TryGetPayloadValue<string>(claim, out var text) ? text ?? "" : "";

    private static bool IsTrue(JsonWebToken token, string claim) => token.TryGetPayloadValue<bool>(claim, out var value) && value;

    private DomainException Refuse(string problem)
    {
        logger.LogWarning("An id token was refused: {Problem}", problem);
        return Refusal;
    }
}

using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Identity.GoogleSignIn;

/// <summary>What the school asks of Google: the address of its sign-in page, and the id token for a code. Never called inside a database transaction.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class GoogleProvider(
    IHttpClientFactory http,
    GoogleDiscovery discovery,
    GoogleIdTokens idTokens,
    IOptions<GoogleOptions> options,
    ILogger<GoogleProvider> logger
)
{
    /// <summary>Refuses where the school is not set up for Google.</summary>
    /// <exception cref="DomainException"><c>GOOGLE_SIGN_IN_DISABLED</c>.</exception>
    public void RequireEnabled()
    {
        if (!options.Value.IsEnabled)
        {
            throw new DomainException(IdentityReasons.GoogleSignInDisabled, "This school has no sign-in with Google.");
        }
    }

    /// <summary>Whether Google may send a browser back to an address.</summary>
    public bool MayReturnTo(string redirectUri) => options.Value.RedirectUris.Contains(redirectUri, StringComparer.Ordinal);

    /// <summary>The address to send a browser to (authorization code with PKCE, S256).</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<string> AuthorizationUrlAsync(string redirectUri, string state, string nonce, string codeVerifier, CancellationToken cancellationToken)
    {
        var document = await discovery.GetAsync(cancellationToken);
        return QueryHelpers.AddQueryString(
            document.AuthorizationEndpoint,
            new Dictionary<string, string?>
            {
                ["response_type"] = "code",
                ["client_id"] = options.Value.ClientId,
                ["redirect_uri"] = redirectUri,
                ["scope"] = "openid email profile",
                ["state"] = state,
                ["nonce"] = nonce,
                ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(codeVerifier))),
                ["code_challenge_method"] = "S256",
            }
        );
    }

    /// <summary>Exchanges a code and validates the id token it is worth.</summary>
    /// <exception cref="DomainException"><c>GOOGLE_SIGN_IN_FAILED</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<ExternalIdentity> ExchangeAsync(string code, string redirectUri, string nonce, string codeVerifier, CancellationToken cancellationToken)
    {
        var document = await discovery.GetAsync(cancellationToken);
        var idToken = await RedeemAsync(document.TokenEndpoint, code, redirectUri, codeVerifier, cancellationToken);
        return await idTokens.ValidateOfCodeAsync(idToken, nonce, cancellationToken);
    }

    private async Task<string> RedeemAsync(string tokenEndpoint, string code, string redirectUri, string codeVerifier, CancellationToken cancellationToken)
    {
        try
        {
            using var client = http.CreateClient(GoogleOptions.Section);
            using var form = new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["grant_type"] = "authorization_code",
                    ["code"] = code,
                    ["redirect_uri"] = redirectUri,
                    ["client_id"] = options.Value.ClientId,
                    ["client_secret"] = options.Value.ClientSecret,
                    ["code_verifier"] = codeVerifier,
                }
            );
            using var answer = await client.PostAsync(new Uri(tokenEndpoint), form, cancellationToken);
            using var body = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            return answer.StatusCode == HttpStatusCode.OK && TextOf(body, "id_token") is { } idToken
                ? idToken
                : throw RefusalOf(answer.StatusCode, TextOf(body, "error"));
        }
        catch (Exception fault)
            when (fault is HttpRequestException or IOException or JsonException or TaskCanceledException { InnerException: TimeoutException })
        {
            logger.LogWarning("Google does not answer as it should: {Fault}", fault.Message);
            throw GoogleUnavailable.Refusal();
        }
    }

    private DomainException RefusalOf(HttpStatusCode status, string? error)
    {
        switch (error)
        {
            case "invalid_grant":
                logger.LogWarning("Google refused a code");
                return GoogleIdTokens.Refusal;

            // Nobody who signs in can do anything about these.
            case "invalid_client"
            or "unauthorized_client":
                logger.LogError("Google refuses the school's client id or secret");
                return GoogleUnavailable.Refusal();

            default:
                logger.LogWarning("Google answered a code with {Status}", (int)status);
                return (int)status is >= 400 and < 500 and not 429 ? GoogleIdTokens.Refusal : GoogleUnavailable.Refusal();
        }
    }

    private static string? TextOf(JsonDocument body, string name) =>
        body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

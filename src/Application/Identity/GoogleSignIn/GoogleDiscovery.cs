using ESchool.Domain;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace ESchool.Application.Identity.GoogleSignIn;

/// <summary>
/// Google's discovery document with its keys, kept for an hour. Not the library's ConfigurationManager: that one goes by a clock of its own and reads
/// again in the background, so the first token of a new key would be refused.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class GoogleDiscovery(IHttpClientFactory http, IOptions<GoogleOptions> options, TimeProvider clock, ILogger<GoogleDiscovery> logger) : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromHours(1);

    /// <summary>While Google does not answer, what it said before stays good for so long.</summary>
    private static readonly TimeSpan LongestUse = TimeSpan.FromHours(24);

    /// <summary>Anybody can send tokens with key ids that do not exist; they make us read no more often than this.</summary>
    private static readonly TimeSpan BetweenReadings = TimeSpan.FromSeconds(10);

    /// <summary>After a failure, so that not every caller waits for the timeout.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim gate = new(1);
    private Reading? held;
    private DateTimeOffset nextForced;
    private DateTimeOffset nextTry;

    /// <summary>The document and the keys.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<OpenIdConnectConfiguration> GetAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref held) is { } reading && clock.GetUtcNow() < reading.At + Freshness)
        {
            return reading.Document;
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            return held is { } other && clock.GetUtcNow() < other.At + Freshness ? other.Document : await ReadAgainAsync(cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The keys now, for a token whose key is not among those seen.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<OpenIdConnectConfiguration> GetNewerAsync(OpenIdConnectConfiguration seen, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            if (held is { } reading && (reading.Document != seen || now < nextForced))
            {
                return reading.Document;
            }

            nextForced = now + BetweenReadings;
            return await ReadAgainAsync(cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    private async Task<OpenIdConnectConfiguration> ReadAgainAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var document = now < nextTry ? null : await ReadAsync(cancellationToken);
        if (document is not null)
        {
            Volatile.Write(ref held, new Reading(document, now));
            return document;
        }

        nextTry = now < nextTry ? nextTry : now + AfterFailure;
        return held is { } old && now < old.At + LongestUse ? old.Document : throw GoogleUnavailable.Refusal();
    }

    /// <returns>Null when it cannot be read or is not the issuer's.</returns>
    private async Task<OpenIdConnectConfiguration?> ReadAsync(CancellationToken cancellationToken)
    {
        var issuer = options.Value.Issuer;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.Timeout);
        try
        {
            using var client = http.CreateClient(GoogleOptions.Section);
            var documents = new HttpDocumentRetriever(client) { RequireHttps = issuer.StartsWith("https:", StringComparison.OrdinalIgnoreCase) };
            var document = await OpenIdConnectConfigurationRetriever.GetAsync(
                $"{issuer.TrimEnd('/')}/.well-known/openid-configuration",
                documents,
                limit.Token
            );

            // A document of somebody else's would send browsers and codes there.
            if (document.Issuer == issuer && GoogleOptions.IsSafe(document.AuthorizationEndpoint) && GoogleOptions.IsSafe(document.TokenEndpoint))
            {
                return document;
            }

            logger.LogError("The discovery document under {Issuer} is not the issuer's, or names unsafe endpoints", issuer);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // The library wraps what went wrong in many ways.
            logger.LogWarning("Google's discovery document cannot be read: {Fault}", fault.Message);
        }

        return null;
    }

    private sealed record Reading(OpenIdConnectConfiguration Document, DateTimeOffset At);
}

using System.ComponentModel.DataAnnotations;

namespace ESchool.Application.Identity.GoogleSignIn;

/// <summary>Settings of the sign-in with Google; without a client id there is none.</summary>
public sealed class GoogleOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Google";

    /// <summary>Google's issuer identifier.</summary>
    public const string GoogleIssuer = "https://accounts.google.com";

    /// <summary>The issuer identifier, under which the discovery document lies; another one for a stand-in. Plain http only on loopback.</summary>
    [Required]
    public string Issuer { get; set; } = GoogleIssuer;

    /// <summary>The client id of the frontend; empty switches the sign-in off.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The client's secret.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>Where Google may send a browser back to; compared character by character.</summary>
    public IList<string> RedirectUris { get; } = [];

    /// <summary>The client ids of phone apps, whose id tokens are taken as well.</summary>
    public IList<string> AdditionalAudiences { get; } = [];

    /// <summary>How long a call to Google may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>True when there is a sign-in with Google.</summary>
    public bool IsEnabled => ClientId.Length > 0;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsSafe(Issuer))
        {
            yield return new ValidationResult("Google:Issuer must be an https address, or an http address on loopback.");
        }

        if (IsEnabled && ClientSecret.Length == 0)
        {
            yield return new ValidationResult("Google:ClientSecret is needed with Google:ClientId.");
        }

        if (IsEnabled && (RedirectUris.Count == 0 || RedirectUris.Any(uri => !Uri.IsWellFormedUriString(uri, UriKind.Absolute))))
        {
            yield return new ValidationResult("Google:RedirectUris needs an absolute address or more with Google:ClientId.");
        }
    }

    /// <summary>Whether codes, secrets and keys may go over an address. Names below <c>localhost</c> are loopback too (RFC 6761).</summary>
    internal static bool IsSafe(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (
            uri.Scheme == Uri.UriSchemeHttps
            || (uri.Scheme == Uri.UriSchemeHttp && (uri.IsLoopback || uri.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)))
        );
}

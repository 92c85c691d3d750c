using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Identity;

/// <summary>Settings of accounts and sessions.</summary>
public sealed class IdentityOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Identity";

    /// <summary>A PEM file with the ECDSA P-256 private key that signs access tokens; the same on every replica.</summary>
    [Required]
    public string SigningKeyPath { get; set; } = "";

    /// <summary>The tokens' issuer (<c>iss</c>).</summary>
    [Required]
    public string Issuer { get; set; } = "https://eschool.test";

    /// <summary>The tokens' audience (<c>aud</c>).</summary>
    [Required]
    public string Audience { get; set; } = "eschool-api";

    /// <summary>How long an access token works.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(10);
}

/// <summary>Registers what the identity feature needs besides its use cases.</summary>
internal static class IdentityRegistration
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSchoolOptions<IdentityOptions>(IdentityOptions.Section);
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<PasswordHasher>();
        services.AddScoped<SessionIssuer>();
        services.AddScoped<SignInThrottle>();
        return services;
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace ESchool.Application.RateLimits;

/// <summary>The proxies whose forwarded headers are trusted, the same for Api and Workers.</summary>
public static class TrustedProxies
{
    /// <summary>The setting's name.</summary>
    public const string Setting = "Calls:TrustedProxies";

    /// <summary>Uses <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> of these proxies, and of nobody else.</summary>
    /// <param name="app">The program.</param>
    /// <param name="networks">Where they are, such as 10.0.0.0/8.</param>
    /// <exception cref="InvalidOperationException">One of them is not a network.</exception>
    public static void UseTrustedProxies(this IApplicationBuilder app, IEnumerable<string> networks)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,

            // From the right, as long as each is a trusted proxy: what stands left of the first stranger is the stranger's invention.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
        {
            options.KnownIPNetworks.Add(
                System.Net.IPNetwork.TryParse(network, out var known)
                    ? known
                    : throw new InvalidOperationException($"{Setting}: '{network}' is not a network such as 10.0.0.0/8.")
            );
        }

        // Without any network the middleware would believe everybody.
        if (options.KnownIPNetworks.Count > 0)
        {
            app.UseForwardedHeaders(options);
        }
    }
}

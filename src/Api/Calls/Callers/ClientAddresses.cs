using ESchool.Application.RateLimits;
using Microsoft.AspNetCore.HttpOverrides;

namespace ESchool.Api.Calls.Callers;

/// <summary>Where a call comes from: the peer of its connection, or whom a trusted proxy names.</summary>
internal static class ClientAddresses
{
    /// <summary>The address a call comes from, as somebody to count.</summary>
    public static Caller ClientAddress(this HttpContext context) => Caller.Of(context.Connection.RemoteIpAddress);

    /// <summary>Takes the word of the trusted proxies, and of nobody else.</summary>
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
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        }

        // Without any network the middleware would believe everybody.
        if (options.KnownIPNetworks.Count > 0)
        {
            app.UseForwardedHeaders(options);
        }
    }
}

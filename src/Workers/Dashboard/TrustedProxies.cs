using Microsoft.AspNetCore.HttpOverrides;

namespace ESchool.Workers.Dashboard;

/// <summary>The proxies whose word on scheme and address is taken: the same setting as the Api's.</summary>
internal static class TrustedProxies
{
    private const string Setting = "Calls:TrustedProxies";

    public static void UseTrustedProxies(this WebApplication app)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in app.Configuration.GetSection(Setting).Get<string[]>() ?? [])
        {
            options.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(network, out var known) ? known : throw new InvalidOperationException($"{Setting}: '{network}' is not a network such as 10.0.0.0/8."));
        }

        // Without any network the middleware would believe everybody.
        if (options.KnownIPNetworks.Count > 0)
        {
            app.UseForwardedHeaders(options);
        }
    }
}

using ESchool.Application;
using Microsoft.Extensions.Options;

namespace ESchool.Workers.Dashboard;

/// <summary>What browsers are told with every answer: the dashboard may run its own scripts and look as it does, and nothing else.</summary>
internal sealed class DashboardHeaders(RequestDelegate next, IOptions<PublicOptions> addresses)
{
    /// <summary>Scripts come from files only. Hangfire's pages and their charts set styles inline; its icons are data.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private readonly bool isPublicOverTls = addresses.Value.WorkersUrl.Scheme == Uri.UriSchemeHttps;

    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment: what handles a fault clears the headers first.
        context.Response.OnStarting(Set, context);
        return next(context);
    }

    private Task Set(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] =
            "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = Policy;
        headers.TryAdd("Cache-Control", "no-store");
        if (isPublicOverTls || context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        return Task.CompletedTask;
    }
}

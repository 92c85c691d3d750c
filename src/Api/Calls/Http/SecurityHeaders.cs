using ESchool.Application;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Calls.Http;

/// <summary>
/// What browsers are told with every answer over HTTP/1.1: nothing here is a page unless it says so, nothing is kept, nothing is framed.
/// What an endpoint sets itself stays.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, IOptions<PublicOptions> addresses)
{
    private const string NativeGrpc = "application/grpc";

    private readonly bool isPublicOverTls = addresses.Value.ApiUrl.Scheme == Uri.UriSchemeHttps;

    public Task InvokeAsync(HttpContext context)
    {
        // No browser speaks native gRPC.
        if (!HttpProtocol.IsHttp2(context.Request.Protocol) || context.Request.ContentType != NativeGrpc)
        {
            // At the last moment: what handles a fault clears the headers first.
            context.Response.OnStarting(Set, context);
        }

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
        headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
        headers.TryAdd("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

        // Answers over gRPC-Web carry tokens.
        headers.TryAdd("Cache-Control", "no-store");
        if (isPublicOverTls || context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        return Task.CompletedTask;
    }
}

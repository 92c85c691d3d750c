using ESchool.Application;
using ESchool.Application.Identity;
using ESchool.Application.Identity.Sessions;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Wire = ESchool.Contracts.Identity.V1;

namespace ESchool.Api.Identity;

/// <summary>
/// The refresh token and the device token as a browser keeps them: a cookie of this host alone that no script can read and that no other site's page sends
/// along.
/// </summary>
internal static class RefreshCookie
{
    private const string Name = "__Host-eschool-refresh";
    private const string DeviceName = "__Host-eschool-device";
    private const int LongestDeviceToken = 4_000;

    /// <summary>Puts the tokens of a session on the wire: the refresh token into the message or into the cookie, and the device token with it.</summary>
    public static Wire.Session Deliver(this ServerCallContext context, SessionTokens tokens, Wire.TokenDelivery delivery)
    {
        var wire = tokens.ToWire();
        if (delivery == Wire.TokenDelivery.Cookie)
        {
            wire.RefreshToken = "";
            wire.DeviceToken = "";
            var http = context.GetHttpContext();
            http.Response.Cookies.Append(Name, tokens.RefreshToken, Options(tokens.RefreshTokenExpiresAt));
            http.Response.Cookies.Append(DeviceName, tokens.DeviceToken, Options(DeviceExpiry(http.RequestServices)));
        }

        return wire;
    }

    /// <summary>The refresh token of the cookie.</summary>
    /// <exception cref="DomainException"><c>REFRESH_TOKEN_INVALID</c>: there is none, or another site's page sent it.</exception>
    public static string Read(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        return http.Request.Cookies[Name] is { Length: > 0 } token && IsOwnPage(http)
            ? token
            : throw new DomainException(IdentityReasons.RefreshTokenInvalid, "There is no refresh token, neither in the message nor in a cookie of this site.");
    }

    /// <summary>The device token of the message or of the cookie; empty without either.</summary>
    public static string DeviceToken(this ServerCallContext context, string inMessage) =>
        inMessage.Length > 0 ? inMessage
        : context.GetHttpContext().Request.Cookies[DeviceName] is { Length: <= LongestDeviceToken } token ? token
        : "";

    /// <summary>Deletes the cookie of the refresh token; the device stays known.</summary>
    public static void Delete(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        if (http.Request.Cookies.ContainsKey(Name))
        {
            http.Response.Cookies.Delete(Name, Options(expires: null));
        }
    }

    /// <summary>SameSite=Strict keeps other sites out; this keeps out other hosts of the same site, and browsers that know no SameSite.</summary>
    private static bool IsOwnPage(HttpContext http)
    {
        var origin = http.Request.Headers[HeaderNames.Origin].ToString();
        return origin.Length == 0
            || origin == $"{http.Request.Scheme}://{http.Request.Host}"
            || http.RequestServices.GetRequiredService<IOptions<Calls.CallOptions>>()
                .Value.OriginsWith(http.RequestServices.GetRequiredService<IOptions<PublicOptions>>().Value)
                .Contains(origin);
    }

    private static DateTimeOffset DeviceExpiry(IServiceProvider services) =>
        services.GetRequiredService<TimeProvider>().GetUtcNow() + services.GetRequiredService<IOptions<IdentityOptions>>().Value.KnownDeviceLifetime;

    private static CookieOptions Options(DateTimeOffset? expires) =>
        new()
        {
            HttpOnly = true,
            Secure = true,
            SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Strict,
            Path = "/",
            Expires = expires,
            IsEssential = true,
        };
}

using ESchool.Application.RateLimits;

namespace ESchool.Api.Calls.Callers;

/// <summary>Where a call comes from: the peer of its connection, or whom a trusted proxy names.</summary>
internal static class ClientAddresses
{
    /// <summary>The address a call comes from, as somebody to count.</summary>
    public static Caller ClientAddress(this HttpContext context) => Caller.Of(context.Connection.RemoteIpAddress);
}

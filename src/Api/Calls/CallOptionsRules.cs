using System.Net;
using ESchool.Api.Calls.Rates;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Calls;

/// <summary>Refuses settings that would open a door wider than they say; the program does not start with them.</summary>
internal sealed class CallOptionsRules : IValidateOptions<CallOptions>
{
    /// <summary>More is no limit, and its microseconds would round to nothing.</summary>
    private const int LargestRate = 6_000_000;

    public ValidateOptionsResult Validate(string? name, CallOptions options)
    {
        List<string> faults =
        [
            .. options
                .AllowedOrigins.Where(o => !IsOrigin(o))
                .Select(o => $"Calls:AllowedOrigins: '{o}' is not an origin such as https://school.example; no wildcard, no path, no final slash."),
            .. options
                .TrustedProxies.Where(p => !IPNetwork.TryParse(p, out _))
                .Select(p => $"Calls:TrustedProxies: '{p}' is not a network such as 10.0.0.0/8."),
            .. Rates(options.RateLimits)
                .Where(r => r.Rate.PerMinute is < 1 or > LargestRate || r.Rate.Burst is < 1 or > LargestRate)
                .Select(r => $"Calls:RateLimits:{r.Name}: PerMinute and Burst must be from 1 to {LargestRate}."),
            .. Times(options)
                .Where(t => t.Time < TimeSpan.FromSeconds(1) || t.Time > TimeSpan.FromDays(1))
                .Select(t => $"Calls:{t.Name} must be from a second to a day."),
        ];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>An origin has one spelling (RFC 6454): what a browser never sends would silently allow nobody.</summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && Uri.CheckHostName(uri.Host) != UriHostNameType.Unknown
        && uri.GetLeftPart(UriPartial.Authority) == text;

    private static IEnumerable<(string Name, RateOptions Rate)> Rates(RateLimitOptions options) =>
        [
            (nameof(options.Credentials), options.Credentials),
            (nameof(options.Read), options.Read),
            (nameof(options.Write), options.Write),
            (nameof(options.Costly), options.Costly),
            (nameof(options.Stream), options.Stream),
        ];

    private static IEnumerable<(string Name, TimeSpan Time)> Times(CallOptions options) =>
        [
            (nameof(options.MaximumDeadline), options.MaximumDeadline),
            (nameof(options.FirstFrameTimeout), options.FirstFrameTimeout),
            (nameof(options.MessageTimeout), options.MessageTimeout),
            (nameof(options.HeadersTimeout), options.HeadersTimeout),
            (nameof(options.KeepAlivePingDelay), options.KeepAlivePingDelay),
            (nameof(options.KeepAlivePingTimeout), options.KeepAlivePingTimeout),
            (nameof(options.SlowReaderPatience), options.SlowReaderPatience),
        ];
}

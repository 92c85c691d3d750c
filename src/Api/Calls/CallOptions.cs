using System.ComponentModel.DataAnnotations;
using ESchool.Api.Calls.Rates;
using ESchool.Application;

namespace ESchool.Api.Calls;

/// <summary>Settings of how callers get in.</summary>
public sealed class CallOptions
{
    public const string Section = "Calls";

    /// <summary>The largest message a caller may send, in bytes.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaximumMessageBytes { get; set; } = 256 * 1024;

    /// <summary>A unary call ends after so long, whatever deadline its caller set.</summary>
    public TimeSpan MaximumDeadline { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Streams of one HTTP/2 connection.</summary>
    [Range(1, 10_000)]
    public int MaximumStreamsPerConnection { get; set; } = 100;

    /// <summary>Streams a caller may hold open at this replica.</summary>
    [Range(1, 10_000)]
    public int MaximumStreamsPerCaller { get; set; } = 20;

    /// <summary>How long the first message of a stream is waited for.</summary>
    public TimeSpan FirstFrameTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the rest of a message is waited for that was begun on a stream.</summary>
    public TimeSpan MessageTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the headers of a request may take.</summary>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A peer of whom no whole frame came for so long is pinged.</summary>
    public TimeSpan KeepAlivePingDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A peer that does not answer a ping for so long is gone.</summary>
    public TimeSpan KeepAlivePingTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>After so long without anything to send, a stream sends a heartbeat; the contract promises clients one every 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:20")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Frames that wait for a slow reader before it is closed.</summary>
    [Range(1, 100_000)]
    public int StreamQueueLength { get; set; } = 256;

    /// <summary>How long a full queue is waited for.</summary>
    public TimeSpan SlowReaderPatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether tooling may read the contract from the server.</summary>
    public bool Reflection { get; set; } = true;

    /// <summary>The origins browsers may call from over gRPC-Web, with credentials; written exactly as browsers send them.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Every origin whose pages may call: those, and the frontend's that e-mails link to.</summary>
    public IEnumerable<string> OriginsWith(PublicOptions addresses) => AllowedOrigins.Append(addresses.WebOrigin).Distinct(StringComparer.Ordinal);

    /// <summary>Networks (CIDR) of the proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are trusted.</summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>How long answers to public reads are kept and given to others; zero: not at all.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan PublicPageLifetime { get; set; } = TimeSpan.FromMilliseconds(950);

    /// <summary>How often a caller may call.</summary>
    public RateLimitOptions RateLimits { get; } = new();
}

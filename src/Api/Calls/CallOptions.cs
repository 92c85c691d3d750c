using System.ComponentModel.DataAnnotations;

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

    /// <summary>Frames that wait for a slow reader before it is closed.</summary>
    [Range(1, 100_000)]
    public int StreamQueueLength { get; set; } = 256;

    /// <summary>How long a full queue is waited for.</summary>
    public TimeSpan SlowReaderPatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether tooling may read the contract from the server.</summary>
    public bool Reflection { get; set; } = true;

    /// <summary>The origins browsers may call from over gRPC-Web.</summary>
    public IList<string> AllowedOrigins { get; } = [];
}

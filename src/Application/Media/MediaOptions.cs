using System.ComponentModel.DataAnnotations;

namespace ESchool.Application.Media;

/// <summary>Settings of uploads, transcoding and playback.</summary>
public sealed class MediaOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Media";

    /// <summary>The largest file, in bytes.</summary>
    [Range(1, 500L * 1024 * 1024 * 1024)]
    public long MaximumUploadBytes { get; set; } = 20L * 1024 * 1024 * 1024;

    /// <summary>The longest video.</summary>
    public TimeSpan MaximumDuration { get; set; } = TimeSpan.FromHours(6);

    /// <summary>The most pixels a frame may have; 5120 × 3200.</summary>
    [Range(1, 100_000_000)]
    public int MaximumPixels { get; set; } = 16_384_000;

    /// <summary>How long processing may take by the wall clock.</summary>
    public TimeSpan MaximumWallClock { get; set; } = TimeSpan.FromHours(6);

    /// <summary>How much memory ffmpeg may address, in bytes.</summary>
    [Range(256L * 1024 * 1024, 64L * 1024 * 1024 * 1024)]
    public long MaximumMemoryBytes { get; set; } = 4L * 1024 * 1024 * 1024;

    /// <summary>How long probing a file may take, by the wall clock and in processor time; a file without an index is read to its end.</summary>
    public TimeSpan MaximumProbeTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many seconds of processor time, of all cores together, transcoding may take for each second of video.</summary>
    [Range(1, 1000)]
    public int MaximumCpuPerVideoTime { get; set; } = 60;

    /// <summary>
    /// True to process media although ffmpeg cannot be cut off the network. Only for a container without the permission to make a namespace
    /// whose own network reaches nothing worth protecting.
    /// </summary>
    public bool AllowWithoutNetworkIsolation { get; set; }

    /// <summary>Where processing keeps its files; empty for the system's temporary folder. Needs room for a source and its renditions.</summary>
    public string WorkDirectory { get; set; } = "";

    /// <summary>How long a playback's addresses work, beyond the length of the video.</summary>
    public TimeSpan PlaybackLifetime { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long the address of a segment at S3 works, which a player is sent to each time it asks for one.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "00:15:00")]
    public TimeSpan SegmentAddressLifetime { get; set; } = TimeSpan.FromMinutes(5);
}

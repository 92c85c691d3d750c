using System.Text;
using System.Text.RegularExpressions;

namespace ESchool.Application.Media.Ffmpeg.Sources;

/// <summary>
/// Recognizes playlists and scripts that were renamed to look like a video. They name other files, so that processing one would put
/// somebody else's video, or a file of this machine, into the uploader's.
/// </summary>
internal static partial class Disguise
{
    private const int Examined = 4096;

    private static readonly string[] Beginnings =
    [
        "#EXTM3U",
        "#EXT-X-",
        "ffconcat",
        "file ",
        "file:",
        "[playlist]",
        "[Reference]",
        "v=0",
        "# VobSub",
        "RTSPtext",
    ];

    private static readonly string[] Elements = ["<MPD", "<smil", "<asx", "<SmoothStreamingMedia", "<AssetMap", "<CompositionPlaylist", "<playlist"];

    // Demuxers of ffmpeg that open other files or addresses.
    private static readonly HashSet<string> Referring = new(
        ["hls", "applehttp", "concat", "concatf", "dash", "imf", "sdp", "rtsp", "rtp", "vobsub", "avisynth", "vapoursynth"],
        StringComparer.Ordinal
    );

    /// <summary>True when the file begins like a playlist or a script. It does not matter what ffmpeg would make of it.</summary>
    public static async Task<bool> IsSeenAsync(string path, CancellationToken cancellationToken)
    {
        var bytes = new byte[Examined];
        await using var file = File.OpenRead(path);
        var count = await file.ReadAtLeastAsync(bytes, Examined, throwOnEndOfStream: false, cancellationToken);
        var text = Encoding
            .Latin1.GetString(bytes, 0, count)
            .Replace("\0", "", StringComparison.Ordinal)
            .TrimStart('\u00EF', '\u00BB', '\u00BF', '\u00FE', '\u00FF', ' ', '\t', '\r', '\n');
        return Beginnings.Any(b => text.StartsWith(b, StringComparison.OrdinalIgnoreCase))
            || (text.StartsWith('<') && Elements.Any(e => text.Contains(e, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The format that ffmpeg recognized but was not allowed to open, or null.</summary>
    public static string? DeniedFormat(string errors) => Denial().Match(errors) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The decoders that were not allowed.</summary>
    public static IEnumerable<string> DeniedDecoders(string errors) => DecoderDenial().Matches(errors).Select(match => match.Groups[1].Value);

    /// <summary>What a program said, without the decoders it was not allowed: of streams that are not used, that is no complaint about the file.</summary>
    public static string WithoutDenials(string errors) =>
        string.Join('\n', errors.Split('\n').Where(line => !DecoderDenial().IsMatch(line) && !Repetition().IsMatch(line))).Trim();

    /// <summary>True for ffmpeg's name of a format of single pictures.</summary>
    public static bool IsImage(string format) => format.EndsWith("_pipe", StringComparison.Ordinal) || format is "image2" or "gif" or "apng" or "ico";

    /// <summary>True when ffmpeg's format opens other files.</summary>
    public static bool IsReferring(string format) => format.Split(',').Any(Referring.Contains);

    [GeneratedRegex(@"\[(\S+) @ [^\]]*\] Format not on whitelist")]
    private static partial Regex Denial();

    [GeneratedRegex(@"Codec \((\w+)\) not on whitelist")]
    private static partial Regex DecoderDenial();

    [GeneratedRegex(@"^\s*Last message repeated \d+ times\s*$")]
    private static partial Regex Repetition();
}

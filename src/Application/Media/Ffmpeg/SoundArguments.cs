using ESchool.Application.Media.Transcoding;

namespace ESchool.Application.Media.Ffmpeg;

/// <summary>
/// The arguments of the ffmpeg runs that make the sound the ladder gets, in two steps. Where a file changes its sampling rate or channels in the middle, ffmpeg
/// builds its filters anew, and a filter that fills gaps from 0 on would fill everything up to there again. So the first run only decodes, into one steady
/// format with the file's own times; and the ladder's run fills gaps and cuts overlaps of that.
/// </summary>
internal static class SoundArguments
{
    /// <summary>Bytes of a second of the steady format.</summary>
    public const long BytesPerSecond = 48000 * 2 * 2;

    private const string Format = "nut";
    private const string Coding = "pcm_s16le";

    /// <summary>The file, relative to the output directory.</summary>
    public const string File = $"{LadderArguments.WorkFolder}/sound.{Format}";

    /// <summary>Shorter gaps and overlaps than this stay: they are rounded times, and to fill them would be heard.</summary>
    private const string Tolerance = "0.03";

    /// <summary>The filters that make a sound without gaps from 0 on that does not end: players stall at a segment without sound.</summary>
    public const string Filters = $"aresample=48000:async=1:min_hard_comp={Tolerance}:first_pts=0,apad";

    /// <summary>The arguments of the first run.</summary>
    /// <param name="sourcePath">The video.</param>
    /// <param name="video">What the probe found.</param>
    /// <param name="stream">The sound's stream.</param>
    /// <param name="maximumPixels">The most pixels a frame may have.</param>
    public static IReadOnlyList<string> Decode(string sourcePath, ProbedVideo video, int stream, int maximumPixels) =>
        [
            "-hide_banner",
            "-nostdin",
            "-nostats",
            "-loglevel",
            "error",
            "-y",
            .. InputArguments.Restrictions(maximumPixels),
            .. InputArguments.From(video),
            "-i",
            InputArguments.File(sourcePath),
            "-map",
            $"0:{stream}",
            "-af",
            "aformat=sample_fmts=s16:sample_rates=48000:channel_layouts=stereo,atrim=start=0",
            "-map_metadata",
            "-1",
            "-map_chapters",
            "-1",
            "-c:a",
            Coding,
            "-f",
            Format,
            File,
        ];

    /// <summary>The arguments of an ffprobe run that tells, in its first line, when the decoded sound begins.</summary>
    public static IReadOnlyList<string> Begin { get; } =
    ["-hide_banner", "-v", "error", .. Restrictions, "-of", "csv=p=0", "-show_entries", "stream=start_time", "-i", $"file:{File}"];

    /// <summary>The decoded sound as an input.</summary>
    /// <param name="start">When it begins: ffmpeg would have it begin at 0.</param>
    public static IEnumerable<string> Input(string start) => [.. Restrictions, "-itsoffset", start, "-i", $"file:{File}"];

    private static string[] Restrictions => ["-protocol_whitelist", "file", "-format_whitelist", Format, "-codec_whitelist", Coding];
}

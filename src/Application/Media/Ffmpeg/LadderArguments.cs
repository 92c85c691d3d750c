using System.Globalization;
using ESchool.Application.Media.Ffmpeg.Sources;
using ESchool.Application.Media.Transcoding;

namespace ESchool.Application.Media.Ffmpeg;

/// <summary>
/// The arguments of the one ffmpeg run that makes a ladder: one decode, the picture made steady and of one size and colour, each rung scaled from the next
/// larger one, the sound encoded once and put into every rung. Paths are relative to the output directory.
/// </summary>
/// <param name="sourcePath">The video.</param>
/// <param name="video">What the probe found.</param>
/// <param name="rungs">The rungs, lowest first.</param>
/// <param name="copied">The source's picture when it is the largest rung as it is; null to code every rung.</param>
/// <param name="soundStart">When the decoded sound begins, in seconds as ffprobe writes them; null without sound.</param>
/// <param name="maximumPixels">The most pixels a frame may have.</param>
internal sealed class LadderArguments(
    string sourcePath,
    ProbedVideo video,
    IReadOnlyList<Rung> rungs,
    CodedPicture? copied,
    string? soundStart,
    int maximumPixels
)
{
    /// <summary>The folder of what ffmpeg writes for us and not for players.</summary>
    public const string WorkFolder = ".work";

    /// <summary>How long segments are, at least.</summary>
    public const int SegmentSeconds = 4;

    private const int MinimumFramesPerSecond = 10;
    private const int MaximumFramesPerSecond = 30;

    // Of the decoder and of each encoder. Beyond, small pictures gain nothing, and every thread holds frames.
    private const int MaximumThreads = 8;

    private static readonly string Threads = Text(Math.Min(MaximumThreads, Environment.ProcessorCount + 1));

    private readonly FrameRate rate = video.FrameRate.Within(MinimumFramesPerSecond, MaximumFramesPerSecond);

    /// <summary>The playlist that ffmpeg writes for a rung.</summary>
    public static string Playlist(string label) => $"{WorkFolder}/{label}.m3u8";

    /// <summary>True when a rate is shown as it is.</summary>
    public static bool Keeps(FrameRate rate) => rate.Within(MinimumFramesPerSecond, MaximumFramesPerSecond) == rate;

    public IReadOnlyList<string> Build() =>
        [
            "-hide_banner",
            "-nostdin",
            "-nostats",
            "-loglevel",
            "error",
            "-progress",
            "pipe:1",
            "-y",
            .. InputArguments.Restrictions(maximumPixels),
            .. InputArguments.From(video),
            "-threads",
            Threads,
            "-i",
            InputArguments.File(sourcePath),
            .. soundStart is null ? [] : SoundArguments.Input(soundStart),
            // A graph of its own for the sound: when the picture's format changes, only the picture's filters are built anew.
            "-filter_complex",
            Filters(),
            .. soundStart is null ? Array.Empty<string>() : ["-filter_complex", $"[1:0]{SoundArguments.Filters}[sound]"],
            .. Renditions(),
        ];

    private string Filters()
    {
        // Every frame at its time, at a steady rate, with gaps filled and the last one held: all rungs have the same frames and so the same segments.
        var top = Encoded - 1;
        var ordinary = $"{PictureFilters.FitInto(rungs[top].Width, rungs[top].Height)}{PictureFilters.OrdinaryColors(video.Transfer)},format=yuv420p";
        var chain = $"[0:{video.PictureStream}]{PictureFilters.WholeFrames(video.Scan)},{PictureFilters.Steady(rate, video, ordinary)}{Handed(top)}";
        for (var index = top - 1; index >= 0; index--)
        {
            chain += $";[s{index + 1}]scale={rungs[index].Width}:{rungs[index].Height},setsar=1{Handed(index)}";
        }

        return chain;
    }

    // How many of the rungs are coded.
    private int Encoded => copied is null ? rungs.Count : rungs.Count - 1;

    // All but the lowest rung hand the picture on to the next.
    private static string Handed(int index) => index > 0 ? $",split=2[v{index}][s{index}]" : "[v0]";

    private IEnumerable<string> Renditions() =>
        [
            .. rungs.SelectMany((_, index) => new[] { "-map", index < Encoded ? $"[v{index}]" : $"0:{video.PictureStream}" }),
            // From 0 on: a picture that begins after the sound is shown before, too.
            "-fps_mode:v",
            "cfr",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-crf",
            "23",
            "-threads:v",
            Threads,
            // A keyframe every four seconds and nowhere else, the same in every rung.
            "-sc_threshold",
            "0",
            "-flags:v",
            "+cgop",
            "-g",
            Text(Math.Ceiling(rate.Value * (SegmentSeconds + 1))),
            "-force_key_frames",
            Keyframes(),
            .. rungs.Take(Encoded).SelectMany(RateControl),
            // Without what encoders and cameras note beside the picture: a keyframe's parameters come first then, and nobody learns where it was taken.
            .. copied is null ? Array.Empty<string>() : [$"-c:v:{Encoded}", "copy", $"-bsf:v:{Encoded}", "filter_units=remove_types=6"],
            .. copied is { Delay: CodedPicture.NoDelay } ? ["-bf", "0"] : Array.Empty<string>(),
            .. soundStart is not null ? ["-map", "[sound]", "-c:a", "aac", "-b:a", "128k", "-ac", "2"] : Array.Empty<string>(),
            "-map_metadata",
            "-1",
            "-map_chapters",
            "-1",
            "-t",
            Text(video.DurationMilliseconds / 1000.0),
            "-f",
            "tee",
            string.Join('|', rungs.Select(Target)),
        ];

    // Times are rounded to the nearest frame.
    private string Keyframes() => copied is null ? $"expr:gte(t,n_forced*{SegmentSeconds})" : string.Join(',', copied.CutSeconds.Prepend(0).Select(Text));

    private static IEnumerable<string> RateControl(Rung rung, int index) =>
        [$"-profile:v:{index}", rung.Profile, $"-maxrate:v:{index}", $"{rung.MaximumKilobits}k", $"-bufsize:v:{index}", $"{rung.MaximumKilobits * 2}k"];

    // The muxer that writes one encoded sound into several outputs. It does not encrypt: see SegmentSeal.
    private string Target(Rung rung, int index)
    {
        var streams = soundStart is not null ? $"v:{index},a:0" : $"v:{index}";

        return $@"[select=\'{streams}\':f=hls:hls_time={SegmentSeconds}:hls_list_size=0:hls_playlist_type=vod:hls_segment_type=mpegts"
            + $":hls_flags=independent_segments:hls_segment_filename={rung.Label}/segment-%05d.ts]{Playlist(rung.Label)}";
    }

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace ESchool.Application.Media.Ffmpeg.Sources;

/// <summary>How the lines of a frame were recorded.</summary>
public enum FieldScan
{
    /// <summary>All at once.</summary>
    Whole,

    /// <summary>In two fields, where the frame says so.</summary>
    AsFlagged,

    /// <summary>In two fields, the upper line first, although the frames do not say so.</summary>
    TopFieldFirst,

    /// <summary>In two fields, the lower line first, although the frames do not say so.</summary>
    BottomFieldFirst,
}

/// <summary>
/// Counts what ffmpeg's interlacing detector says of frames: converters and capture programs often lose the flag, and combed frames stay combed for ever once
/// they are scaled.
/// </summary>
internal sealed class FieldCount
{
    private const string Entry = "lavfi.idet.multiple.current_frame=";

    // Of a still picture nothing can be said, and noise looks like anything: so many frames, and so clear a part of them.
    private const int FewestFrames = 8;
    private const double ClearPart = 0.7;

    private int top;
    private int bottom;
    private int whole;

    /// <summary>What the frames are, whatever they say of themselves.</summary>
    public FieldScan Scan =>
        IsClear(top) ? FieldScan.TopFieldFirst
        : IsClear(bottom) ? FieldScan.BottomFieldFirst
        : FieldScan.Whole;

    /// <summary>The arguments of a run that looks at frames.</summary>
    /// <param name="sourcePath">The video.</param>
    /// <param name="stream">The picture's stream.</param>
    /// <param name="at">Where to look.</param>
    /// <param name="frames">How many frames to look at.</param>
    /// <param name="maximumPixels">The most pixels a frame may have.</param>
    public static IReadOnlyList<string> Arguments(string sourcePath, int stream, TimeSpan at, int frames, int maximumPixels) =>
        [
            "-hide_banner",
            "-nostdin",
            "-nostats",
            "-loglevel",
            "error",
            .. InputArguments.Restrictions(maximumPixels),
            .. at > TimeSpan.Zero ? new[] { "-ss", at.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture) } : [],
            "-i",
            InputArguments.File(sourcePath),
            "-map",
            $"0:{stream}",
            "-vf",
            "idet,metadata=mode=print:file=-",
            "-frames:v",
            frames.ToString(CultureInfo.InvariantCulture),
            "-f",
            "null",
            "-",
        ];

    /// <summary>Reads a line of that run.</summary>
    public void Read(string line)
    {
        if (!line.StartsWith(Entry, StringComparison.Ordinal))
        {
            return;
        }

        _ = line[Entry.Length..] switch
        {
            "tff" => top++,
            "bff" => bottom++,
            "progressive" => whole++,
            _ => 0,
        };
    }

    private bool IsClear(int count) => count >= FewestFrames && count >= ClearPart * (top + bottom + whole);
}

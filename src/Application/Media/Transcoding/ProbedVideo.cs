using ESchool.Application.Media.Ffmpeg.Sources;

namespace ESchool.Application.Media.Transcoding;

/// <summary>What the probe found in a file.</summary>
/// <param name="DurationMilliseconds">The length, measured at the last frame or at the sound's end, whichever is later; no header is believed.</param>
/// <param name="Width">Pixels, as shown (rotation and the pixels' shape applied).</param>
/// <param name="Height">Pixels, as shown.</param>
/// <param name="FramesPerSecond">Rounded to whole frames.</param>
/// <param name="HasAudio">True when there is sound.</param>
public sealed record ProbedVideo(long DurationMilliseconds, int Width, int Height, int FramesPerSecond, bool HasAudio)
{
    /// <summary>The exact frame rate.</summary>
    public FrameRate FrameRate { get; init; } = new(FramesPerSecond, 1);

    /// <summary>The index of the stream that is the picture.</summary>
    public int PictureStream { get; init; }

    /// <summary>The index of the stream that is the sound, where there is one.</summary>
    public int SoundStream { get; init; } = 1;

    /// <summary>What is added to the file's times, counted from its first packet, to have the video begin at 0; in seconds.</summary>
    public double OffsetSeconds { get; init; }

    /// <summary>How long the last picture stands because there is still something to hear; the rest of the length is there in frames.</summary>
    public long HeldMilliseconds { get; init; }

    /// <summary>How the frames' lines were recorded.</summary>
    public FieldScan Scan { get; init; }

    /// <summary>How brightness is coded.</summary>
    public ColorTransfer Transfer { get; init; }

    /// <summary>The picture as it is coded, when players can play it as it is; null when it must be coded anew.</summary>
    public CodedPicture? Coded { get; init; }
}

namespace ESchool.Application.Media;

/// <summary>What the probe found in a file.</summary>
/// <param name="DurationMilliseconds">The length.</param>
/// <param name="Width">Pixels, as shown (rotation applied).</param>
/// <param name="Height">Pixels, as shown.</param>
/// <param name="FramesPerSecond">Rounded to whole frames.</param>
/// <param name="HasAudio">True when there is sound.</param>
public sealed record ProbedVideo(long DurationMilliseconds, int Width, int Height, int FramesPerSecond, bool HasAudio);

/// <summary>The file is not a video we process: not its fault of the moment, so trying again does not help.</summary>
/// <param name="message">Why, in words for the instructor.</param>
/// <param name="isSuspicious">True when the file looks made to do harm, not only broken.</param>
public sealed class MediaRefusedException(string message, bool isSuspicious) : Exception(message)
{
    /// <summary>True when the file looks made to do harm, not only broken.</summary>
    public bool IsSuspicious { get; } = isSuspicious;
}

/// <summary>placeholder</summary>
public sealed class MediaProbe
{
    /// <summary>placeholder</summary>
    public Task<ProbedVideo> ProbeAsync(string path, CancellationToken cancellationToken) => throw new InvalidOperationException(path);
}

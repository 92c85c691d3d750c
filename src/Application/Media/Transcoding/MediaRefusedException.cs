namespace ESchool.Application.Media.Transcoding;

/// <summary>The file is not a video we process: not its fault of the moment, so trying again does not help.</summary>
/// <param name="message">Why, in words for the instructor.</param>
/// <param name="isSuspicious">True when the file looks made to do harm, not only broken.</param>
public sealed class MediaRefusedException(string message, bool isSuspicious) : Exception(message)
{
    /// <summary>True when the file looks made to do harm, not only broken.</summary>
    public bool IsSuspicious { get; } = isSuspicious;
}

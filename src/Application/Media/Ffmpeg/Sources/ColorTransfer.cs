namespace ESchool.Application.Media.Ffmpeg.Sources;

/// <summary>How a picture's brightness is coded.</summary>
public enum ColorTransfer
{
    /// <summary>For ordinary screens.</summary>
    Standard,

    /// <summary>Hybrid log-gamma, as phones record.</summary>
    Hlg,

    /// <summary>Perceptual quantizer: HDR10 and Dolby Vision.</summary>
    Pq,
}

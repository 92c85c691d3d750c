using SkiaSharp;

namespace ESchool.Application.Certificates.Rendering;

/// <summary>The colours of a certificate: ink on white, one accent. They print well in grey.</summary>
internal static class CertificatePalette
{
    /// <summary>A blue that is nearly black: what matters.</summary>
    public static readonly SKColor Ink = new(0x1B, 0x26, 0x3B);

    /// <summary>What explains.</summary>
    public static readonly SKColor Quiet = new(0x5A, 0x62, 0x70);

    /// <summary>Old gold: lines and ornaments.</summary>
    public static readonly SKColor Gold = new(0xA8, 0x87, 0x4A);
}

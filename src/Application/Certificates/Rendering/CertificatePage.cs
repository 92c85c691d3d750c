using SkiaSharp;

namespace ESchool.Application.Certificates.Rendering;

/// <summary>The geometry of the page, in points from its top left corner.</summary>
internal static class CertificatePage
{
    /// <summary>A4, landscape.</summary>
    public const float Width = 841.89f;

    /// <summary>A4, landscape.</summary>
    public const float Height = 595.28f;

    /// <summary>Everything is set about this axis.</summary>
    public const float Axis = Width / 2;

    /// <summary>The longest line of names and titles.</summary>
    public const float Measure = 640;

    public static readonly SKRect Frame = new(26, 26, Width - 26, Height - 26);

    /// <summary>The headpiece under the school's name.</summary>
    public static readonly SKPoint Headpiece = new(Axis, 94);

    public static readonly (float Top, float Bottom) Name = (188, 246);

    public static readonly (float Top, float Bottom) Course = (288, 346);

    public static readonly SKRect QrSquare = new(Axis - 38, 398, Axis + 38, 474);

    public static readonly SKRect InstructorColumn = new(88, 402, 298, 448);

    public static readonly SKRect DateColumn = new(Width - 298, 402, Width - 88, 448);
}

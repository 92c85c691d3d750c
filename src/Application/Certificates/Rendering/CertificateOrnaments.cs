using SkiaSharp;

namespace ESchool.Application.Certificates.Rendering;

/// <summary>The frame and the lines.</summary>
internal static class CertificateOrnaments
{
    private const float InnerInset = 6;
    private const float Corner = 15;

    public static void Draw(SKCanvas canvas)
    {
        using var ink = Stroke(CertificatePalette.Ink, 1.3f);
        using var gold = Stroke(CertificatePalette.Gold, 0.6f);
        using var fill = new SKPaint { Color = CertificatePalette.Gold, IsAntialias = true };
        canvas.DrawRect(CertificatePage.Frame, ink);
        DrawInnerFrame(canvas, gold, fill);
        DrawHeadpiece(canvas, CertificatePage.Headpiece, gold, fill);
        DrawSignatureLine(canvas, CertificatePage.InstructorColumn, gold);
        DrawSignatureLine(canvas, CertificatePage.DateColumn, gold);
    }

    /// <summary>A fine frame whose corners bow inwards, with a bead in each.</summary>
    private static void DrawInnerFrame(SKCanvas canvas, SKPaint gold, SKPaint fill)
    {
        var frame = SKRect.Inflate(CertificatePage.Frame, -InnerInset, -InnerInset);
        using var path = new SKPath();
        path.MoveTo(frame.Left + Corner, frame.Top);
        path.LineTo(frame.Right - Corner, frame.Top);
        Bow(path, frame.Right, frame.Top + Corner);
        path.LineTo(frame.Right, frame.Bottom - Corner);
        Bow(path, frame.Right - Corner, frame.Bottom);
        path.LineTo(frame.Left + Corner, frame.Bottom);
        Bow(path, frame.Left, frame.Bottom - Corner);
        path.LineTo(frame.Left, frame.Top + Corner);
        Bow(path, frame.Left + Corner, frame.Top);
        path.Close();
        canvas.DrawPath(path, gold);

        foreach (var (x, y) in new[] { (frame.Left, frame.Top), (frame.Right, frame.Top), (frame.Right, frame.Bottom), (frame.Left, frame.Bottom) })
        {
            var (inwardX, inwardY) = (Math.Sign(CertificatePage.Axis - x), Math.Sign((CertificatePage.Height / 2) - y));
            DrawDiamond(canvas, new SKPoint(x + (inwardX * 4.5f), y + (inwardY * 4.5f)), 2.6f, fill);
        }
    }

    private static void Bow(SKPath path, float x, float y) => path.ArcTo(Corner, Corner, 0, SKPathArcSize.Small, SKPathDirection.CounterClockwise, x, y);

    private static void DrawHeadpiece(SKCanvas canvas, SKPoint center, SKPaint gold, SKPaint fill)
    {
        canvas.DrawLine(center.X - 76, center.Y, center.X - 11, center.Y, gold);
        canvas.DrawLine(center.X + 11, center.Y, center.X + 76, center.Y, gold);
        DrawDiamond(canvas, center, 3.4f, fill);
        DrawDiamond(canvas, new SKPoint(center.X - 11, center.Y), 1.4f, fill);
        DrawDiamond(canvas, new SKPoint(center.X + 11, center.Y), 1.4f, fill);
    }

    private static void DrawSignatureLine(SKCanvas canvas, SKRect column, SKPaint gold) =>
        canvas.DrawLine(column.Left, column.Bottom, column.Right, column.Bottom, gold);

    private static void DrawDiamond(SKCanvas canvas, SKPoint center, float radius, SKPaint fill)
    {
        using var path = new SKPath();
        path.AddPoly([
            new SKPoint(center.X, center.Y - radius),
            new SKPoint(center.X + radius, center.Y),
            new SKPoint(center.X, center.Y + radius),
            new SKPoint(center.X - radius, center.Y),
        ]);
        canvas.DrawPath(path, fill);
    }

    private static SKPaint Stroke(SKColor color, float width) =>
        new()
        {
            Color = color,
            IsStroke = true,
            StrokeWidth = width,
            IsAntialias = true,
        };
}

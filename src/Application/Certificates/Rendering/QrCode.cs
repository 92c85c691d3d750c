using QRCoder;
using QRCoder.Exceptions;
using SkiaSharp;

namespace ESchool.Application.Certificates.Rendering;

/// <summary>A QR code, drawn as vectors: sharp at any size, and a fraction of an image.</summary>
internal sealed class QrCode
{
    /// <summary>The quiet zone that QRCoder puts around the code, in modules, as the standard asks.</summary>
    private const int QuietZone = 4;

    private readonly IReadOnlyList<System.Collections.BitArray> _rows;

    private QrCode(IReadOnlyList<System.Collections.BitArray> rows) => _rows = rows;

    /// <summary>Encodes a text.</summary>
    /// <returns>Null when it is longer than any QR code.</returns>
    public static QrCode? Of(string text)
    {
        try
        {
            using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
            return new QrCode([.. data.ModuleMatrix]);
        }
        catch (DataTooLongException)
        {
            return null;
        }
    }

    /// <summary>Draws it; the quiet zone is left to the paper around the square.</summary>
    public void Draw(SKCanvas canvas, SKRect square, SKColor color)
    {
        var modules = _rows.Count - (2 * QuietZone);
        var side = square.Width / modules;
        using var path = new SKPath();
        for (var y = 0; y < modules; y++)
        {
            foreach (var (from, to) in DarkStretches(_rows[y + QuietZone], modules))
            {
                path.AddRect(new SKRect(square.Left + (from * side), square.Top + (y * side), square.Left + (to * side), square.Top + ((y + 1) * side)));
            }
        }

        using var paint = new SKPaint { Color = color, IsAntialias = false };
        canvas.DrawPath(path, paint);
    }

    private static IEnumerable<(int From, int To)> DarkStretches(System.Collections.BitArray row, int modules)
    {
        for (var x = 0; x < modules; x++)
        {
            var from = x;
            while (x < modules && row[x + QuietZone])
            {
                x++;
            }

            if (x > from)
            {
                yield return (from, x);
            }
        }
    }
}

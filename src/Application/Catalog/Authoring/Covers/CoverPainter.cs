using ESchool.Domain.Catalog.Covers;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace ESchool.Application.Catalog.Authoring.Covers;

/// <summary>
/// Paints the pictures of a cover from an upload: turned upright, cut to 16:9 from the middle, on white, in sRGB. They hold pixels only: nothing else of the
/// upload. The header is checked before a pixel is decoded, and a process decodes one upload at a time, so that it takes some 500 MB at most.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class CoverPainter : IDisposable
{
    private const int WebpQuality = 80;
    private const int JpegQuality = 85;

    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <summary>Paints them.</summary>
    /// <param name="upload">The file.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <exception cref="CoverRefusedException">It is no picture that can be shown.</exception>
    public async Task<IReadOnlyList<CoverPicture>> PaintAsync(byte[] upload, CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return Paint(upload);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => oneAtATime.Dispose();

    private static List<CoverPicture> Paint(byte[] upload)
    {
        var format = UploadedPicture.Check(upload);
        using var data = SKData.CreateCopy(upload);
        using var codec = SKCodec.Create(data) ?? throw new CoverRefusedException(CoverRefusal.Damaged);
        if (codec.EncodedFormat != format)
        {
            throw new CoverRefusedException(CoverRefusal.NotAPicture);
        }

        RequireSize(codec);
        using var decoded = Decode(codec);
        using var image = SKImage.FromBitmap(decoded);
        var pictures = new List<CoverPicture>();
        using var largest = Cut(image, codec.EncodedOrigin);
        foreach (var width in new CourseCover(Guid.Empty, largest.Width).Widths)
        {
            using var picture = width == largest.Width ? null : Shrink(largest, width);
            pictures.Add(new CoverPicture(width, CoverFormat.Webp, Encode(picture ?? largest, SKEncodedImageFormat.Webp, WebpQuality)));
            pictures.Add(new CoverPicture(width, CoverFormat.Jpeg, Encode(picture ?? largest, SKEncodedImageFormat.Jpeg, JpegQuality)));
        }

        return pictures;
    }

    private static void RequireSize(SKCodec codec)
    {
        var (width, height) = UprightSize(codec.Info.Width, codec.Info.Height, codec.EncodedOrigin);
        CoverRefusal? refusal =
            (long)width * height > Cover.MaximumPixels ? CoverRefusal.TooManyPixels
            : width < Cover.MinimumWidth || height < Cover.MinimumHeight ? CoverRefusal.TooSmall
            : codec.FrameCount > 1 ? CoverRefusal.Animated
            : null;
        if (refusal is { } found)
        {
            throw new CoverRefusedException(found);
        }
    }

    /// <summary>Decodes it with 8 bits per channel in sRGB, whatever it has: 16 bits, CMYK, or a profile.</summary>
    private static SKBitmap Decode(SKCodec codec)
    {
        var alpha = codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul;
        using var srgb = SKColorSpace.CreateSrgb();
        var bitmap = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, alpha, srgb));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) != SKCodecResult.Success)
        {
            bitmap.Dispose();
            throw new CoverRefusedException(CoverRefusal.Damaged);
        }

        // Otherwise the image made of it is a copy.
        bitmap.SetImmutable();
        return bitmap;
    }

    /// <summary>The middle of the picture, upright, as wide as covers are at most.</summary>
    private static SKImage Cut(SKImage image, SKEncodedOrigin origin)
    {
        var (width, height) = UprightSize(image.Width, image.Height, origin);
        var cut = Math.Min(width, height * 16 / 9);
        var target = CourseCover.WidthWithin(cut);
        var scale = (float)target / cut;
        return Draw(
            target,
            canvas =>
            {
                canvas.Scale(scale);
                canvas.Translate(-(width - cut) / 2f, -(height - (cut * 9f / 16)) / 2);
                canvas.Concat(Turn(origin, width, height));
                canvas.DrawImage(image, 0, 0, Smooth);
            }
        );
    }

    private static SKImage Shrink(SKImage largest, int width) =>
        Draw(width, canvas => canvas.DrawImage(largest, SKRect.Create(width, CourseCover.HeightOf(width)), Smooth));

    private static SKImage Draw(int width, Action<SKCanvas> draw)
    {
        // Without a color space: what is encoded then holds no profile, and browsers take it as sRGB, which it is.
        var info = new SKImageInfo(width, CourseCover.HeightOf(width), SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var surface = SKSurface.Create(info);
        surface.Canvas.Clear(SKColors.White);
        draw(surface.Canvas);
        return surface.Snapshot();
    }

    private static byte[] Encode(SKImage picture, SKEncodedImageFormat format, int quality)
    {
        using var data = picture.Encode(format, quality);
        return data.ToArray();
    }

    private static (int Width, int Height) UprightSize(int width, int height, SKEncodedOrigin origin) =>
        origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom
            ? (height, width)
            : (width, height);

    /// <summary>
    /// Cameras store turned and mirrored pictures and say so in metadata (EXIF's Orientation), which do not come along: the pixels are turned instead. The
    /// sizes are those of the picture as it is shown.
    /// </summary>
    private static SKMatrix Turn(SKEncodedOrigin origin, int width, int height) =>
        origin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, width, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, width, -1, 0, height, 0, 0, 1),
            SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, height, 0, 0, 1),
            _ => SKMatrix.Identity,
        };
}

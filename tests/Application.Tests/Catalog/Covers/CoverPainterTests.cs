using System.Diagnostics;
using ESchool.Application.Catalog.Authoring.Covers;
using ESchool.Domain.Catalog.Covers;
using ESchool.Tests.Support;
using SkiaSharp;

namespace ESchool.Application.Tests.Catalog.Covers;

/// <summary>What becomes of pictures, whoever made them.</summary>
public sealed class CoverPainterTests : IDisposable
{
    private const string Place = "Zephyrine-14-Rue-du-Test";

    private readonly CoverPainter painter = new();

    public static TheoryData<string, CoverRefusal> Refused =>
        new()
        {
            { "nothing", CoverRefusal.NotAPicture },
            { "svg", CoverRefusal.NotAPicture },
            { "gif", CoverRefusal.NotAPicture },
            { "bmp", CoverRefusal.NotAPicture },
            { "pdf", CoverRefusal.NotAPicture },
            { "wav", CoverRefusal.NotAPicture },
            { "a JPEG's beginning", CoverRefusal.Damaged },
            { "half a JPEG", CoverRefusal.Damaged },
            { "half a PNG", CoverRefusal.Damaged },
            { "half a WebP", CoverRefusal.Damaged },
            { "a PNG of other pixels than it says", CoverRefusal.Damaged },
            { "a PNG that fills the memory", CoverRefusal.TooManyPixels },
            { "a JPEG that fills the memory", CoverRefusal.TooManyPixels },
            { "a narrow picture", CoverRefusal.TooSmall },
            { "a low picture", CoverRefusal.TooSmall },
            { "a picture that is narrow when it is upright", CoverRefusal.TooSmall },
            { "an animated WebP", CoverRefusal.Animated },
            { "an animated PNG", CoverRefusal.Animated },
            { "a JPEG of a thousand scans", CoverRefusal.TooComplex },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task ABadPicture_IsRefusedAtOnce(string which, CoverRefusal refusal)
    {
        var picture = BadPicture(which);
        var clock = Stopwatch.StartNew();
        Assert.Equal(refusal, (await Assert.ThrowsAsync<CoverRefusedException>(() => painter.PaintAsync(picture, CancellationToken.None))).Refusal);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(640, 360, 640)]
    [InlineData(641, 361, 640)]
    [InlineData(1000, 1000, 992)]
    [InlineData(1280, 720, 1280)]
    [InlineData(5000, 360, 640)]
    [InlineData(640, 5000, 640)]
    [InlineData(7700, 5000, 1280)]
    public async Task Pictures_Are16To9_InEverySize_AndNeverLargerThanTheUpload(int width, int height, int largest)
    {
        var pictures = await painter.PaintAsync(TestPictures.Png(width, height), CancellationToken.None);
        int[] widths = [.. new[] { 320, 640, largest }.Distinct()];
        Assert.Equal(widths.SelectMany(w => new[] { (w, "webp"), (w, "jpg") }), pictures.Select(p => (p.Width, p.Format.Extension)));
        foreach (var picture in pictures)
        {
            using var codec = SKCodec.Create(new MemoryStream(picture.Bytes));
            var format = picture.Format == CoverFormat.Webp ? SKEncodedImageFormat.Webp : SKEncodedImageFormat.Jpeg;
            Assert.Equal((picture.Width, picture.Width * 9 / 16, format), (codec.Info.Width, codec.Info.Height, codec.EncodedFormat));
        }
    }

    /// <summary>The colors of the corners as they are shown (R above left, G above right, B below left, Y below right when nothing is turned).</summary>
    [Theory]
    [InlineData(1, "RGBY")]
    [InlineData(2, "GRYB")]
    [InlineData(3, "YBGR")]
    [InlineData(4, "BYRG")]
    [InlineData(5, "RBGY")]
    [InlineData(6, "BRYG")]
    [InlineData(7, "YGBR")]
    [InlineData(8, "GYRB")]
    public async Task ATurnedPicture_IsShownUpright_AndNothingTellsWhereItWasTaken(int orientation, string corners)
    {
        var stored = orientation < 5 ? OddPictures.Quarters(1280, 720) : OddPictures.Quarters(720, 1280);
        var upload = OddPictures.WithExif(stored, orientation, Place);
        using (var codec = SKCodec.Create(new MemoryStream(upload)))
        {
            Assert.Equal((SKEncodedOrigin)orientation, codec.EncodedOrigin);
        }

        foreach (var picture in await painter.PaintAsync(upload, CancellationToken.None))
        {
            Assert.Equal(corners, CornersOf(picture.Bytes));
            Assert.All(
                [Place, "Exif", "EXIF", "ICC", "XMP"],
                word => Assert.False(Holds(picture.Bytes, word), $"{word} is in the {picture.Format.Extension}.")
            );
        }
    }

    [Fact]
    public async Task WhatIsHiddenInAPicture_DoesNotComeAlong()
    {
        byte[] polyglot = [.. OddPictures.Quarters(1280, 720), .. "<script>Zephyrine()</script>PK\u0003\u0004"u8];
        var pictures = await painter.PaintAsync(polyglot, CancellationToken.None);
        Assert.All(pictures, picture => Assert.False(Holds(picture.Bytes, "Zephyrine") || Holds(picture.Bytes, "<script")));
        Assert.Equal("RGBY", CornersOf(pictures[^1].Bytes));
    }

    [Fact]
    public async Task APictureForPrinters_AndOneOfSixteenBits_AreShownInTheirColors()
    {
        var (cyan, deep) = (OddPictures.Cmyk(), OddPictures.Quarters(1280, 720, SKEncodedImageFormat.Png, SKColorType.RgbaF16));
        Assert.Equal((4, 16), (cyan[cyan.AsSpan().IndexOf<byte>([0xFF, 0xC0]) + 9], deep[24]));

        using var printed = SKBitmap.Decode((await painter.PaintAsync(cyan, CancellationToken.None))[^1].Bytes);
        var color = printed.GetPixel(100, 100);
        Assert.True(color is { Red: < 80, Green: > 120, Blue: > 150 }, $"{color} is not cyan.");
        Assert.Equal("RGBY", CornersOf((await painter.PaintAsync(deep, CancellationToken.None))[^1].Bytes));
    }

    [Fact]
    public async Task WhatIsTransparent_IsWhite()
    {
        using var bitmap = new SKBitmap(640, 360);
        bitmap.Erase(SKColors.Transparent);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        foreach (var picture in await painter.PaintAsync(data.ToArray(), CancellationToken.None))
        {
            using var shown = SKBitmap.Decode(picture.Bytes);
            Assert.Equal(SKColors.White, shown.GetPixel(10, 10));
        }
    }

    /// <summary>A progressive JPEG has some ten scans.</summary>
    [Fact]
    public async Task AFewScans_AreFine() =>
        Assert.NotEmpty(await painter.PaintAsync(OddPictures.WithScans(TestPictures.Jpeg(640, 360), 1), CancellationToken.None));

    public void Dispose() => painter.Dispose();

    private static byte[] BadPicture(string which) =>
        which switch
        {
            "nothing" => [],
            "svg" => "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray(),
            "gif" => [.. "GIF89a"u8, 0x80, 0x02, 0x68, 0x01, .. new byte[100]],
            "bmp" => [.. "BM"u8, .. new byte[100]],
            "pdf" => "%PDF-1.7"u8.ToArray(),
            "wav" => [.. "RIFF"u8, 100, 0, 0, 0, .. "WAVEfmt "u8, .. new byte[100]],
            "a JPEG's beginning" => [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3],
            "half a JPEG" => Half(OddPictures.Quarters(1280, 720)),
            "half a PNG" => Half(TestPictures.Png(1280, 720)),
            "half a WebP" => Half(OddPictures.Quarters(1280, 720, SKEncodedImageFormat.Webp)),
            "a PNG of other pixels than it says" => OddPictures.Claiming(TestPictures.Png(640, 360), 6400, 3600),
            "a PNG that fills the memory" => OddPictures.Claiming(TestPictures.Png(640, 360), 60_000, 60_000),
            "a JPEG that fills the memory" => TallJpeg(),
            "a narrow picture" => TestPictures.Png(639, 2000),
            "a low picture" => TestPictures.Png(2000, 359),
            "a picture that is narrow when it is upright" => OddPictures.WithExif(TestPictures.Jpeg(1280, 400), 6, Place),
            "an animated WebP" => OddPictures.AnimatedWebp(TestPictures.Webp(640, 360), 640, 360),
            "an animated PNG" => OddPictures.AnimatedPng(TestPictures.Png(640, 360)),
            "a JPEG of a thousand scans" => OddPictures.WithScans(TestPictures.Jpeg(640, 360), 1_000),
            _ => throw new ArgumentOutOfRangeException(nameof(which)),
        };

    private static byte[] Half(byte[] bytes) => bytes[..(bytes.Length / 2)];

    /// <summary>A small JPEG whose header says 65,500 × 65,500.</summary>
    private static byte[] TallJpeg()
    {
        var jpeg = TestPictures.Jpeg(640, 360);
        var frame = jpeg.AsSpan().IndexOf<byte>([0xFF, 0xC0]);
        byte[] side = [0xFF, 0xDC];
        side.CopyTo(jpeg, frame + 5);
        side.CopyTo(jpeg, frame + 7);
        return jpeg;
    }

    private static bool Holds(byte[] bytes, string word) => bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(word)) >= 0;

    private static string CornersOf(byte[] picture)
    {
        using var shown = SKBitmap.Decode(picture);
        var (right, bottom) = (shown.Width - 20, shown.Height - 20);
        return string.Concat(new[] { (20, 20), (right, 20), (20, bottom), (right, bottom) }.Select(at => NameOf(shown.GetPixel(at.Item1, at.Item2))));
    }

    private static char NameOf(SKColor color) =>
        (color.Red > 150, color.Green > 150, color.Blue > 150) switch
        {
            (true, false, false) => 'R',
            (false, true, false) => 'G',
            (false, false, true) => 'B',
            (true, true, false) => 'Y',
            _ => '?',
        };
}

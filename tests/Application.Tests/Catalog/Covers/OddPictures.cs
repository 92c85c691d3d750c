using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace ESchool.Application.Tests.Catalog.Covers;

/// <summary>Pictures as cameras, editors and attackers make them. What no encoder at hand writes is put together from its parts.</summary>
internal static class OddPictures
{
    /// <summary>Four quarters in four colors: red and green above, blue and yellow below.</summary>
    public static byte[] Quarters(int width, int height, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg, SKColorType depth = SKColorType.Rgba8888)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, depth, SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        using var canvas = new SKCanvas(bitmap);
        SKColor[] colors = [SKColors.Red, SKColors.Lime, SKColors.Blue, SKColors.Yellow];
        for (var i = 0; i < colors.Length; i++)
        {
            using var paint = new SKPaint { Color = colors[i] };
            canvas.DrawRect(SKRect.Create(i % 2 * width / 2f, i / 2 * height / 2f, width / 2f, height / 2f), paint);
        }

        canvas.Flush();
        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    /// <summary>A JPEG as a telephone writes it: turned, and with the place where it was taken.</summary>
    public static byte[] WithExif(byte[] jpeg, int orientation, string place)
    {
        // TIFF, little-endian: a directory with the orientation and the address of another, which names the place.
        var tiff = new List<byte>();
        tiff.AddRange("II"u8);
        tiff.AddRange([42, 0, 8, 0, 0, 0, 2, 0]);
        tiff.AddRange([0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0]);
        tiff.AddRange([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0]);
        tiff.AddRange([1, 0, 0x1B, 0x00, 2, 0, (byte)(place.Length + 1), 0, 0, 0, 56, 0, 0, 0, 0, 0, 0, 0]);
        tiff.AddRange([.. Encoding.ASCII.GetBytes(place), 0]);
        return Insert(jpeg, 2, Segment(0xE1, [.. "Exif\0\0"u8, .. tiff]));
    }

    /// <summary>A JPEG that asks a decoder to go over all its pixels so many times.</summary>
    public static byte[] WithScans(byte[] jpeg, int scans)
    {
        var start = jpeg.AsSpan().IndexOf<byte>([0xFF, 0xDA]);
        var scan = jpeg[start..^2];
        return [.. jpeg[..start], .. Enumerable.Repeat(scan, scans).SelectMany(part => part), 0xFF, 0xD9];
    }

    /// <summary>A JPEG of four inks, as printers want it: 640 × 360, all cyan. Every block after the first says "as before".</summary>
    public static byte[] Cmyk()
    {
        var bytes = new List<byte> { 0xFF, 0xD8 };

        // Adobe's marker: four inks, inverted, as Photoshop writes them.
        bytes.AddRange(Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]));
        bytes.AddRange(Segment(0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]));
        bytes.AddRange(Segment(0xC0, [8, 360 >> 8, 360 & 0xFF, 640 >> 8, 640 & 0xFF, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0]));

        // Codes: 0 for "no difference", 10 for one of ten bits; and 0 for the end of a block.
        bytes.AddRange(Segment(0xC4, [0x00, 1, 1, .. new byte[14], 0, 10]));
        bytes.AddRange(Segment(0xC4, [0x10, 1, .. new byte[15], 0]));
        bytes.AddRange(Segment(0xDA, [4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]));
        var bits = new StringBuilder();

        // Inverted: the most of it is no ink. Cyan has all its ink, the others none.
        foreach (var level in new[] { -1016, 1016, 1016, 1016 })
        {
            bits.Append("10").Append(Convert.ToString(level < 0 ? level + 1023 : level, 2).PadLeft(10, '0')).Append('0');
        }

        bits.Append('0', ((640 * 360 / 64) - 1) * 4 * 2);
        while (bits.Length % 8 != 0)
        {
            bits.Append('1');
        }

        foreach (var chunk in bits.ToString().Chunk(8))
        {
            var value = Convert.ToByte(new string(chunk), 2);
            bytes.Add(value);
            if (value == 0xFF)
            {
                bytes.Add(0);
            }
        }

        return [.. bytes, 0xFF, 0xD9];
    }

    /// <summary>A PNG whose header claims another size.</summary>
    public static byte[] Claiming(byte[] png, int width, int height)
    {
        byte[] claimed = [.. png];
        BinaryPrimitives.WriteInt32BigEndian(claimed.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(claimed.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(claimed.AsSpan(29), System.IO.Hashing.Crc32.HashToUInt32(claimed.AsSpan(12, 17)));
        return claimed;
    }

    /// <summary>A PNG that moves.</summary>
    public static byte[] AnimatedPng(byte[] png)
    {
        byte[] content = [.. "acTL"u8, 0, 0, 0, 2, 0, 0, 0, 0];
        var chunk = new byte[20];
        BinaryPrimitives.WriteInt32BigEndian(chunk, 8);
        content.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(16), System.IO.Hashing.Crc32.HashToUInt32(content));
        return Insert(png, 33, chunk);
    }

    /// <summary>A WebP that moves: the picture twice.</summary>
    public static byte[] AnimatedWebp(byte[] webp, int width, int height)
    {
        byte[] size = [.. Three(width - 1), .. Three(height - 1)];

        // The picture's own chunk begins behind "RIFF", the length and "WEBP".
        var frame = Chunk("ANMF", [.. new byte[6], .. size, .. Three(100), 0, .. webp[12..]]);
        byte[] body = [.. "WEBP"u8, .. Chunk("VP8X", [2, 0, 0, 0, .. size]), .. Chunk("ANIM", new byte[6]), .. frame, .. frame];
        return [.. "RIFF"u8, .. Four(body.Length), .. body];
    }

    private static byte[] Chunk(string name, byte[] content) =>
        [.. Encoding.ASCII.GetBytes(name), .. Four(content.Length), .. content, .. new byte[content.Length % 2]];

    private static byte[] Three(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];

    private static byte[] Four(int value) => [.. Three(value), (byte)(value >> 24)];

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static byte[] Insert(byte[] bytes, int at, byte[] inserted) => [.. bytes[..at], .. inserted, .. bytes[at..]];
}

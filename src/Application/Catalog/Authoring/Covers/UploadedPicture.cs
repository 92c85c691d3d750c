using System.Buffers.Binary;
using ESchool.Domain.Catalog.Covers;
using SkiaSharp;

namespace ESchool.Application.Catalog.Authoring.Covers;

/// <summary>
/// Looks at the bytes of an upload before any decoder does: which format they are, and what a decoder would have to do. Whatever is refused here costs one pass
/// over at most 10 MiB.
/// </summary>
internal static class UploadedPicture
{
    /// <summary>
    /// A progressive JPEG is sent in scans, usually ten, and each is a pass over the whole picture. A scan may take a few bytes only, so that a small file
    /// could ask for a hundred thousand passes.
    /// </summary>
    private const int MostScans = 50;

    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    /// <summary>Finds the format.</summary>
    /// <exception cref="CoverRefusedException">It is none of ours, moves, or has too many scans.</exception>
    public static SKEncodedImageFormat Check(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
        {
            return CountScans(bytes) <= MostScans ? SKEncodedImageFormat.Jpeg : throw new CoverRefusedException(CoverRefusal.TooComplex);
        }

        if (bytes.StartsWith<byte>([0x89, .. "PNG\r\n"u8, 0x1A, 0x0A]))
        {
            return IsAnimatedPng(bytes) ? throw new CoverRefusedException(CoverRefusal.Animated) : SKEncodedImageFormat.Png;
        }

        return bytes.StartsWith("RIFF"u8) && bytes.Length > 12 && bytes[8..].StartsWith("WEBP"u8)
            ? SKEncodedImageFormat.Webp
            : throw new CoverRefusedException(CoverRefusal.NotAPicture);
    }

    /// <summary>Walks over the segments of a JPEG, up to its end; what stands behind that is no part of the picture.</summary>
    private static int CountScans(ReadOnlySpan<byte> bytes)
    {
        var (scans, at) = (0, 2);
        while (at + 4 <= bytes.Length)
        {
            if (bytes[at] != 0xFF || bytes[at + 1] is 0x00 or 0xFF or (>= 0xD0 and <= 0xD7))
            {
                // Coded pixels, or filling.
                at++;
            }
            else if (bytes[at + 1] == EndOfImage)
            {
                return scans;
            }
            else
            {
                scans += bytes[at + 1] == StartOfScan ? 1 : 0;
                at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            }
        }

        return scans;
    }

    /// <summary>An animated PNG says so before its pixels.</summary>
    private static bool IsAnimatedPng(ReadOnlySpan<byte> bytes)
    {
        for (var at = 8L; at + 8 <= bytes.Length; )
        {
            var chunk = bytes[(int)at..];
            var type = chunk.Slice(4, 4);
            if (type.SequenceEqual("acTL"u8) || type.SequenceEqual("IDAT"u8))
            {
                return type.SequenceEqual("acTL"u8);
            }

            // Length, type and checksum stand around the content.
            at += 12L + BinaryPrimitives.ReadUInt32BigEndian(chunk);
        }

        return false;
    }
}

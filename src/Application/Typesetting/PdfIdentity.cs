using System.Security.Cryptography;
using System.Text;

namespace ESchool.Application.Typesetting;

/// <summary>
/// Makes a file's identity follow from its content. Skia derives it from the clock, so that two drawings of one document would have two
/// hashes. It stands in the XMP metadata, where characters are exchanged one for one so that every offset in the file stays right, and in the
/// trailer, behind everything that offsets point to.
/// </summary>
internal static class PdfIdentity
{
    private const int UuidLength = 36;

    /// <summary>Rewrites the identity.</summary>
    public static byte[] Fix(byte[] pdf)
    {
        var (body, end) = Split(pdf);
        Span<byte> uuid = stackalloc byte[UuidLength];
        uuid.Fill((byte)'0');
        Rewrite(body, uuid);

        var identity = Identity(body);
        Encoding.ASCII.GetBytes(identity.ToString("D"), uuid);
        Rewrite(body, uuid);
        return [.. body, .. Encoding.ASCII.GetBytes($"/ID [<{identity:N}> <{identity:N}>"), .. end];
    }

    /// <summary>What comes before the trailer's identity, and what comes after it.</summary>
    private static (byte[] Body, byte[] End) Split(ReadOnlySpan<byte> pdf)
    {
        var trailer = pdf.LastIndexOf("\ntrailer\n"u8);
        var start = trailer + pdf[trailer..].IndexOf("/ID ["u8);
        var end = pdf.LastIndexOf("]>>\nstartxref"u8);
        return trailer >= 0 && start > trailer && end > start
            ? (pdf[..start].ToArray(), pdf[end..].ToArray())
            : throw new InvalidOperationException("Skia writes another trailer than this code knows.");
    }

    /// <summary>A UUID of version 8 (RFC 9562): one's own hash of the content.</summary>
    private static Guid Identity(byte[] body)
    {
        var hash = SHA256.HashData(body).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }

    private static void Rewrite(Span<byte> body, ReadOnlySpan<byte> uuid)
    {
        RewriteAfter(body, "<xmpMM:DocumentID>uuid:"u8, uuid);
        RewriteAfter(body, "<xmpMM:InstanceID>uuid:"u8, uuid);
    }

    private static void RewriteAfter(Span<byte> body, ReadOnlySpan<byte> label, ReadOnlySpan<byte> uuid)
    {
        var at = body.LastIndexOf(label); // the last one: a person may be called anything, and the title comes before
        uuid.CopyTo(at >= 0 ? body[(at + label.Length)..] : throw new InvalidOperationException("Skia writes other metadata than this code knows."));
    }
}

namespace ESchool.Domain.Instructors;

/// <summary>A type of files that documents may have, and how such a file begins.</summary>
/// <param name="ContentType">The type, as in HTTP.</param>
/// <param name="Extension">What file names end in.</param>
/// <param name="Offset">Where the signature stands.</param>
/// <param name="Signature">The bytes that stand there.</param>
public sealed record DocumentType(string ContentType, string Extension, int Offset, ReadOnlyMemory<byte> Signature)
{
    /// <summary>How many bytes must be read to know a file.</summary>
    public const int SignatureBytes = 16;

    private static readonly DocumentType[] Documents =
    [
        new("application/pdf", "pdf", 0, "%PDF-"u8.ToArray()),
        new("image/png", "png", 0, new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }),
        new("image/jpeg", "jpg", 0, new byte[] { 0xFF, 0xD8, 0xFF }),
    ];

    private static readonly DocumentType Video = new("video/mp4", "mp4", 4, "ftyp"u8.ToArray());

    /// <summary>The types a document of a kind may have.</summary>
    public static IReadOnlyList<DocumentType> Of(DocumentKind kind) => kind == DocumentKind.Sample ? [.. Documents, Video] : Documents;

    /// <summary>The type of that name, if a document of that kind may have it.</summary>
    public static DocumentType? Find(DocumentKind kind, string contentType) => Of(kind).FirstOrDefault(type => type.ContentType == contentType);

    /// <summary>Whether a file of this type begins like that.</summary>
    public bool Fits(ReadOnlySpan<byte> firstBytes) =>
        firstBytes.Length >= Offset + Signature.Length && firstBytes.Slice(Offset, Signature.Length).SequenceEqual(Signature.Span);
}

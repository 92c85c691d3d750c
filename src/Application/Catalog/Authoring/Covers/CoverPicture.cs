using ESchool.Domain.Catalog.Covers;

namespace ESchool.Application.Catalog.Authoring.Covers;

/// <summary>A format in which covers are shown.</summary>
/// <param name="Extension">The end of a picture's address.</param>
/// <param name="ContentType">Its media type.</param>
public sealed record CoverFormat(string Extension, string ContentType)
{
    /// <summary>For all browsers of today.</summary>
    public static readonly CoverFormat Webp = new("webp", "image/webp");

    /// <summary>For everything else: old browsers, e-mails, previews of links.</summary>
    public static readonly CoverFormat Jpeg = new("jpg", "image/jpeg");

    /// <summary>All of them, the one to prefer first.</summary>
    public static readonly IReadOnlyList<CoverFormat> All = [Webp, Jpeg];
}

/// <summary>A picture of a cover.</summary>
/// <param name="Width">Its width in pixels; it is 16:9.</param>
/// <param name="Format">Its format.</param>
/// <param name="Bytes">The file.</param>
public sealed record CoverPicture(int Width, CoverFormat Format, byte[] Bytes);

/// <summary>The upload can't become a cover.</summary>
/// <param name="refusal">Why.</param>
public sealed class CoverRefusedException(CoverRefusal refusal) : Exception($"The picture is refused: {refusal}.")
{
    /// <summary>Why.</summary>
    public CoverRefusal Refusal { get; } = refusal;
}

using System.Text;
using System.Xml;
using System.Xml.Linq;
using ESchool.Application.Catalog.Packages.Zip;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Formats.Ims;

/// <summary>Reads XML of strangers: without document types, entities and anything from elsewhere, and no more than a manifest ever has.</summary>
internal static class ManifestXml
{
    private const int MostBytes = 16 * 1024 * 1024;
    private const int MostElements = 200_000;
    private const int MostDepth = 64;

    private static readonly XmlReaderSettings Settings = new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostBytes,
        MaxCharactersFromEntities = 1,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Reads a file.</summary>
    /// <exception cref="PackageRefusedException">It is too large or too deep, unsafe, or no XML.</exception>
    public static async Task<XElement> ReadAsync(PackageArchive archive, PackageEntry entry, CancellationToken cancellationToken)
    {
        var bytes =
            await archive.ReadAsync(entry, MostBytes, cancellationToken) ?? throw new PackageRefusedException(ImportRefusal.ManifestTooLarge, entry.Path);
        try
        {
            // Before a tree is made of it.
            await MeasureAsync(bytes, entry, cancellationToken);
            using var reader = XmlReader.Create(new MemoryStream(bytes), Settings);
            return (await XDocument.LoadAsync(reader, LoadOptions.None, cancellationToken)).Root
                ?? throw new PackageRefusedException(ImportRefusal.ManifestInvalid, entry.Path);
        }
        catch (Exception broken) when (broken is XmlException or DecoderFallbackException or ArgumentException)
        {
            throw new PackageRefusedException(DeclaresDocumentType(bytes) ? ImportRefusal.ManifestUnsafe : ImportRefusal.ManifestInvalid, entry.Path);
        }
    }

    private static async Task MeasureAsync(byte[] bytes, PackageEntry entry, CancellationToken cancellationToken)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes), Settings);
        var elements = 0;
        while (await reader.ReadAsync())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.NodeType == XmlNodeType.Element && (reader.Depth > MostDepth || (elements += 1 + reader.AttributeCount) > MostElements))
            {
                throw new PackageRefusedException(ImportRefusal.ManifestTooLarge, entry.Path);
            }
        }
    }

    /// <summary>In whatever encoding: what stands between ASCII letters is zeros.</summary>
    private static bool DeclaresDocumentType(byte[] bytes) =>
        Encoding.Latin1.GetString(bytes).Replace("\0", "", StringComparison.Ordinal).Contains("<!DOCTYPE", StringComparison.Ordinal);
}

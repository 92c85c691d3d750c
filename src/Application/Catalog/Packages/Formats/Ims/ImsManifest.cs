using System.Xml.Linq;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Formats.Ims;

/// <summary>A thing that an item refers to.</summary>
/// <param name="Type">Its type, as the kind of package defines them.</param>
/// <param name="Href">Its file, or an address of another site; null when it has none.</param>
/// <param name="Folder">The folder that its addresses are seen from.</param>
/// <param name="Files">The addresses of all its files.</param>
internal sealed record ImsResource(string Type, string? Href, string Folder, IReadOnlyList<string> Files);

/// <summary>A node of the table of contents.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Reference">The resource it shows; null for a folder.</param>
/// <param name="Parameters">What is put behind the resource's address.</param>
/// <param name="Items">What is in it.</param>
internal sealed record ImsItem(string? Title, string? Reference, string Parameters, IReadOnlyList<ImsItem> Items)
{
    /// <summary>A name for the report.</summary>
    public string Name => Title ?? Reference ?? "";
}

/// <summary>
/// What <c>imsmanifest.xml</c> says (IMS Content Packaging), in Common Cartridges and SCORM alike. Elements go by their local names: each version has a
/// namespace of its own, and means the same.
/// </summary>
internal sealed class ImsManifest
{
    /// <summary>Its name in the package.</summary>
    public const string FileName = "imsmanifest.xml";

    private const string CartridgeNamespace = "http://www.imsglobal.org/xsd/imsccv1p";
    private const string Adl12 = "http://www.adlnet.org/xsd/adlcp_rootv1p2";
    private const string Adl2004 = "http://www.adlnet.org/xsd/adlcp_v1p3";

    private static readonly XNamespace Xml = XNamespace.Xml;

    private readonly XElement root;

    private ImsManifest(XElement root, PackageKind kind)
    {
        this.root = root;
        Kind = kind;
        var organizations = Child(root, "organizations");
        var all = Children(organizations, "organization").ToList();
        var chosen = all.Find(o => (string?)o.Attribute("identifier") == (string?)organizations?.Attribute("default")) ?? all.FirstOrDefault();
        Title = TitleOf(chosen);
        Items = chosen is null ? [] : [.. Children(chosen, "item").Select(Read)];
        Resources = ReadResources();
    }

    /// <summary>What the package is.</summary>
    public PackageKind Kind { get; }

    /// <summary>What its table of contents is called; null when it has no title.</summary>
    public string? Title { get; }

    /// <summary>The table of contents.</summary>
    public IReadOnlyList<ImsItem> Items { get; }

    /// <summary>What items refer to, by identifier.</summary>
    public IReadOnlyDictionary<string, ImsResource> Resources { get; }

    /// <summary>Reads a manifest; null when it is none of a kind that is read.</summary>
    public static ImsManifest? Of(XElement root)
    {
        if (root.Name.LocalName != "manifest")
        {
            return null;
        }

        var version = Child(Child(root, "metadata"), "schemaversion")?.Value.Trim() ?? "";
        var schema = Child(Child(root, "metadata"), "schema")?.Value.Trim() ?? "";
        var declared = root.Attributes().Where(a => a.IsNamespaceDeclaration).Select(a => a.Value).ToHashSet();
        PackageKind? kind =
            root.Name.NamespaceName.StartsWith(CartridgeNamespace, StringComparison.Ordinal) || schema == "IMS Common Cartridge" ? PackageKind.CommonCartridge
            : declared.Contains(Adl2004) || version.StartsWith("2004", StringComparison.Ordinal) || version == "CAM 1.3" ? PackageKind.Scorm2004
            : declared.Contains(Adl12) || (schema == "ADL SCORM" && version == "1.2") ? PackageKind.Scorm12
            : null;
        return kind is { } known ? new ImsManifest(root, known) : null;
    }

    /// <summary>A text of the metadata (IEEE LOM), such as <c>title</c>; null when there is none.</summary>
    public string? Metadata(string name)
    {
        var general = Child(root, "metadata")?.Descendants().FirstOrDefault(e => e.Name.LocalName == "general");
        return TextOf(Child(general, name));
    }

    /// <summary>Keywords of the metadata.</summary>
    public IReadOnlyList<string?> Keywords()
    {
        var general = Child(root, "metadata")?.Descendants().FirstOrDefault(e => e.Name.LocalName == "general");
        return [.. Children(general, "keyword").Select(TextOf)];
    }

    private static string? TextOf(XElement? element) =>
        (element?.Descendants().FirstOrDefault(e => e.Name.LocalName is "string" or "langstring") ?? element)?.Value is { } text && text.Trim().Length > 0
            ? text.Trim()
            : null;

    /// <summary>No deeper than the XML may be.</summary>
    private static ImsItem Read(XElement item) =>
        new(TitleOf(item), (string?)item.Attribute("identifierref"), (string?)item.Attribute("parameters") ?? "", [.. Children(item, "item").Select(Read)]);

    private Dictionary<string, ImsResource> ReadResources()
    {
        var known = new Dictionary<string, ImsResource>(StringComparer.Ordinal);
        var all = Child(root, "resources");
        foreach (var resource in Children(all, "resource"))
        {
            var id = (string?)resource.Attribute("identifier");
            var folder = BaseOf(all) + BaseOf(resource);
            var files = Children(resource, "file").Select(file => (string?)file.Attribute("href")).OfType<string>().ToList();
            if (id is null || !known.TryAdd(id, new ImsResource((string?)resource.Attribute("type") ?? "", (string?)resource.Attribute("href"), folder, files)))
            {
                throw new PackageRefusedException(ImportRefusal.ManifestInvalid, $"resource {Zip.EntryNames.Shown(id ?? "")}".Trim());
            }
        }

        return known;
    }

    private static string BaseOf(XElement? element) => (string?)element?.Attribute(Xml + "base") ?? "";

    private static string? TitleOf(XElement? element) => Child(element, "title")?.Value is { } title && title.Trim().Length > 0 ? title.Trim() : null;

    private static XElement? Child(XElement? element, string name) => Children(element, name).FirstOrDefault();

    private static IEnumerable<XElement> Children(XElement? element, string name) => element?.Elements().Where(e => e.Name.LocalName == name) ?? [];
}

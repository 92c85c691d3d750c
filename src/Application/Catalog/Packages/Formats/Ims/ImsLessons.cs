using System.Xml.Linq;
using ESchool.Application.Catalog.Packages.Drafts;
using ESchool.Application.Catalog.Packages.Formats.Html;
using ESchool.Application.Catalog.Packages.Zip;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Formats.Ims;

/// <summary>Makes lessons of what items refer to.</summary>
internal sealed class ImsLessons(PackageArchive archive, ImsManifest manifest, DraftPlan plan)
{
    private const int MostPageBytes = 2 * 1024 * 1024;

    /// <summary>What types of Common Cartridges begin with, that are no lessons here (IMS CC 1.3, section 4).</summary>
    private static readonly (string Beginning, ImportedThing Thing)[] Unsupported =
    [
        ("imsqti_", ImportedThing.Quiz),
        ("imsdt_", ImportedThing.Discussion),
        ("imsbasiclti_", ImportedThing.Tool),
        ("assignment_", ImportedThing.Assignment),
    ];

    /// <summary>Makes a lesson of an item.</summary>
    public async Task ReadAsync(ImsItem item, CancellationToken cancellationToken)
    {
        if (!manifest.Resources.TryGetValue(item.Reference!, out var resource))
        {
            plan.LeaveOut(ImportedThing.Lesson, item.Name, ImportCause.NotInPackage);
            return;
        }

        var unsupported = Array.Find(Unsupported, known => resource.Type.StartsWith(known.Beginning, StringComparison.OrdinalIgnoreCase));
        var address = resource.Href ?? (resource.Files is [var first, ..] ? first : "");
        if (unsupported.Beginning is not null)
        {
            plan.LeaveOut(unsupported.Thing, item.Name, ImportCause.KindNotSupported);
        }
        else if (Uri.TryCreate(address, UriKind.Absolute, out var site) && site.Scheme is "http" or "https")
        {
            AddLink(new LessonSource(ImportedThing.WebLink, item.Name, item.Title), item.Title, address + item.Parameters);
        }
        else if (archive.Find(PackagePath.Resolve(resource.Folder, address)) is not { } entry)
        {
            plan.LeaveOut(ImportedThing.Lesson, address.Length > 0 ? address : item.Name, ImportCause.NotInPackage);
        }
        else
        {
            plan.Use(entry);
            await ReadFileAsync(item, resource, entry, cancellationToken);
        }
    }

    /// <summary>Says what became of the files of a resource that are in no lesson; the manifest of a Common Cartridge names them all.</summary>
    public void ReportFiles(ImsResource resource)
    {
        foreach (var address in resource.Files)
        {
            if (archive.Find(PackagePath.Resolve(resource.Folder, address)) is { } entry && !plan.IsUsed(entry) && !VideoFiles.Is(entry.Path))
            {
                plan.Use(entry);
                plan.LeaveOut(ImportedThing.File, entry.Path, ImportCause.KindNotSupported);
            }
        }
    }

    private async Task ReadFileAsync(ImsItem item, ImsResource resource, PackageEntry entry, CancellationToken cancellationToken)
    {
        var source = new LessonSource(ImportedThing.Page, entry.Path, item.Title ?? entry.Name);
        if (VideoFiles.Is(entry.Path))
        {
            plan.AddVideo(source with { Thing = ImportedThing.Video }, entry, VideoFiles.TypeOf(entry.Path));
        }
        else if (resource.Type.StartsWith("imswl_", StringComparison.OrdinalIgnoreCase))
        {
            await ReadLinkAsync(item, entry, cancellationToken);
        }
        else if (Path.GetExtension(entry.Path).ToLowerInvariant() is ".html" or ".htm" or ".xhtml")
        {
            await ReadPageAsync(source, entry, cancellationToken);
        }
        else
        {
            plan.LeaveOut(ImportedThing.File, entry.Path, ImportCause.KindNotSupported);
        }
    }

    /// <summary>A web link of a Common Cartridge: an XML file with a title and an address.</summary>
    private async Task ReadLinkAsync(ImsItem item, PackageEntry entry, CancellationToken cancellationToken)
    {
        XElement link;
        try
        {
            link = await ManifestXml.ReadAsync(archive, entry, cancellationToken);
        }
        catch (PackageRefusedException refusal) when (refusal.Refusal is ImportRefusal.ManifestInvalid or ImportRefusal.ManifestTooLarge)
        {
            plan.LeaveOut(ImportedThing.WebLink, entry.Path, ImportCause.Unreadable);
            return;
        }

        var title = item.Title ?? link.Elements().FirstOrDefault(e => e.Name.LocalName == "title")?.Value;
        var address = (string?)link.Elements().FirstOrDefault(e => e.Name.LocalName == "url")?.Attribute("href");
        AddLink(new LessonSource(ImportedThing.WebLink, entry.Path, title), title, address);
    }

    private void AddLink(LessonSource source, string? title, string? href)
    {
        if (MarkdownText.Address(href) is not { } address)
        {
            plan.LeaveOut(source.Thing, source.Path, ImportCause.LinkNotAllowed);
            return;
        }

        var words = new System.Text.StringBuilder();
        MarkdownText.Append(words, string.IsNullOrWhiteSpace(title) ? address : title.Trim(), isCode: false);
        plan.AddArticle(source, $"[{words}]({address})");
    }

    private async Task ReadPageAsync(LessonSource source, PackageEntry entry, CancellationToken cancellationToken)
    {
        if (!plan.HasRoom)
        {
            plan.LeaveOut(source.Thing, source.Path, ImportCause.CourseFull);
            return;
        }

        if (await archive.ReadAsync(entry, MostPageBytes, cancellationToken) is not { } bytes)
        {
            plan.LeaveOut(source.Thing, source.Path, ImportCause.TooLarge);
            return;
        }

        var page = HtmlToMarkdown.Convert(PageText.Decode(bytes), cancellationToken);
        var videos = page
            .Media.Select(address => archive.Find(PackagePath.Resolve(PackagePath.FolderOf(entry.Path), address)))
            .OfType<PackageEntry>()
            .Where(video => !plan.IsUsed(video))
            .DistinctBy(video => video.Path)
            .ToList();
        if (page.Markdown.Length > 0)
        {
            plan.AddArticle(source with { Causes = page.Causes }, page.Markdown);
        }
        else if (videos.Count == 0)
        {
            plan.Report.Add(source.Thing, source.Path, ImportOutcome.LeftOut, page.Causes.Append(ImportCause.Empty));
        }

        // What a page plays is a lesson behind it.
        foreach (var video in videos)
        {
            var title = page.Markdown.Length > 0 || videos.Count > 1 ? Path.GetFileNameWithoutExtension(video.Name) : source.Title;
            plan.AddVideo(new LessonSource(ImportedThing.Video, video.Path, title), video, VideoFiles.TypeOf(video.Path));
        }
    }
}

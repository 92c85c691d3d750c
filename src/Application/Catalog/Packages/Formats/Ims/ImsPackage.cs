using ESchool.Application.Catalog.Packages.Drafts;
using ESchool.Application.Catalog.Packages.Formats.Html;
using ESchool.Application.Catalog.Packages.Zip;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Formats.Ims;

/// <summary>Reads Common Cartridges and SCORM: their table of contents becomes sections and lessons.</summary>
internal sealed class ImsPackage(PackageArchive archive, ImsManifest manifest, DraftPlan plan)
{
    private readonly ImsLessons lessons = new(archive, manifest, plan);
    private readonly string courseTitle = manifest.Metadata("title") ?? manifest.Title ?? "";

    /// <summary>Plans the draft.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        // A description may have been written by an editor for web pages.
        var description = manifest.Metadata("description");
        plan.Words = new ManifestCourse
        {
            Title = courseTitle,
            Description = description is null ? null : HtmlToMarkdown.Convert(description, cancellationToken).Markdown,
            Language = manifest.Metadata("language"),
            Tags = manifest.Keywords(),
        };

        await ReadTopAsync(Top(), cancellationToken);
        foreach (var resource in manifest.Resources.Values)
        {
            lessons.ReportFiles(resource);
        }
    }

    /// <summary>Common Cartridges have one item without a title around all others.</summary>
    private IReadOnlyList<ImsItem> Top()
    {
        var items = manifest.Items;
        while (items is [{ Title: null, Reference: null } around])
        {
            items = around.Items;
        }

        return items;
    }

    /// <summary>A folder is a section; lessons beside folders are sections together, without a name of their own.</summary>
    private async Task ReadTopAsync(IReadOnlyList<ImsItem> items, CancellationToken cancellationToken)
    {
        var isLoose = false;
        foreach (var item in items)
        {
            if (item.Items.Count > 0)
            {
                isLoose = false;
                plan.BeginSection(item.Title, item.Name, item.Items.Any(inner => inner.Items.Count > 0) ? [ImportCause.FoldersFlattened] : []);
            }
            else if (!isLoose)
            {
                isLoose = true;
                plan.BeginSection(courseTitle, courseTitle);
            }

            await ReadItemAsync(item, cancellationToken);
        }
    }

    /// <summary>An item may be a lesson and a folder at the same time.</summary>
    private async Task ReadItemAsync(ImsItem item, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (item.Reference is not null)
        {
            await lessons.ReadAsync(item, cancellationToken);
        }
        else if (item.Items.Count == 0)
        {
            plan.LeaveOut(ImportedThing.Lesson, item.Name, ImportCause.Empty);
        }

        foreach (var inner in item.Items)
        {
            await ReadItemAsync(inner, cancellationToken);
        }
    }
}

using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Formats.Html;

/// <summary>A page as an article.</summary>
/// <param name="Title">What it calls itself; empty when it does not.</param>
/// <param name="Markdown">Its text.</param>
/// <param name="Media">Addresses of what it plays, or links to, as they are written; those of videos may be in the package.</param>
/// <param name="Causes">What did not become text.</param>
internal sealed record HtmlPage(string Title, string Markdown, IReadOnlyList<string> Media, IReadOnlyCollection<ImportCause> Causes);

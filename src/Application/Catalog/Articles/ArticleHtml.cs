using System.Net;
using ESchool.Domain.Catalog;
using Ganss.Xss;
using Markdig;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Articles;

/// <summary>
/// Writes what authors wrote as Markdown as HTML that is safe inside any page, so that every frontend shows the same. Markdig knows no HTML of authors, and
/// whatever it writes passes a list of elements and attributes: a fault in either is caught by the other.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class ArticleHtml : IDisposable
{
    /// <summary>How many characters of HTML are kept; an article of ten pages has some thirty thousand.</summary>
    private const long Capacity = 20_000_000;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseTaskLists()
        .UseAutoLinks()
        .UseEmphasisExtras()
        .UseMathematics()
        .Build();

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>The text of a published article. It never changes, and is written once in an hour.</summary>
    public string Of(CurriculumLesson lesson) =>
        kept.GetOrCreate(
            (lesson.VersionId, lesson.LessonId),
            entry =>
            {
                var html = Write(lesson.Markdown);
                (entry.Size, entry.AbsoluteExpirationRelativeToNow) = (html.Length + 100, TimeSpan.FromHours(1));
                return html;
            }
        )!;

    /// <inheritdoc/>
    public void Dispose() => kept.Dispose();

    /// <summary>Writes a text. One that nests deeper than anybody reads is shown as it was typed.</summary>
    internal static string Write(string markdown)
    {
        try
        {
            return Sanitizer().Sanitize(Markdown.ToHtml(markdown, Pipeline));
        }
        catch (ArgumentException)
        {
            // Markdig's word for more than 128 levels.
            return $"<pre>{WebUtility.HtmlEncode(markdown)}</pre>";
        }
    }

    private static HtmlSanitizer Sanitizer()
    {
        var sanitizer = new HtmlSanitizer(
            new HtmlSanitizerOptions
            {
                AllowedTags = SafeHtml.Elements,
                AllowedAttributes = SafeHtml.Attributes,
                AllowedSchemes = SafeHtml.Schemes,
                UriAttributes = SafeHtml.Addresses,
                AllowedCssProperties = SafeHtml.Styles,
            }
        );
        sanitizer.RemovingCssClass += (_, found) => found.Cancel = SafeHtml.IsClass(found.CssClass);
        sanitizer.FilterUrl += (_, found) => found.SanitizedUrl = SafeHtml.IsAddress(found.OriginalUrl) ? found.SanitizedUrl : null;
        sanitizer.PostProcessNode += (_, found) => SafeHtml.Harden(found.Node);
        return sanitizer;
    }
}

using System.Globalization;
using ESchool.Application.Catalog.Packages.Formats;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Packages.Exporting;

/// <summary>Says what a course is in a manifest.</summary>
internal static class ManifestWriter
{
    /// <param name="course">The draft.</param>
    /// <param name="cover">The path of the cover; null for none.</param>
    /// <param name="media">The files of its videos, by asset.</param>
    /// <param name="now">The present time.</param>
    public static CourseManifest Write(Course course, string? cover, IReadOnlyDictionary<Guid, ManifestMedia> media, DateTimeOffset now) =>
        new()
        {
            Format = CourseManifest.FormatName,
            Version = CourseManifest.NewestVersion,
            ExportTime = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            Course = Describe(course, cover, media),
            Sections = [.. course.Sections.Select(section => new ManifestSection(section.Title, [.. section.Lessons.Select(lesson => Of(lesson, media))]))],
            Media = [.. media.Values],
        };

    private static ManifestCourse Describe(Course course, string? cover, IReadOnlyDictionary<Guid, ManifestMedia> media)
    {
        var text = course.Text;
        return new ManifestCourse
        {
            Title = text.Title,
            Subtitle = text.Subtitle,
            Summary = text.Summary,
            Description = text.Description,
            Language = text.Language,
            Category = text.Category,
            Level = text.Level == CourseLevel.Unspecified ? "" : text.Level.ToString().ToLowerInvariant(),
            Tags = text.Tags,
            Objectives = text.Objectives,
            Requirements = text.Requirements,
            Audience = text.Audience,
            Faq = [.. text.Faq.Select(asked => new ManifestQuestion(asked.Question, asked.Answer))],
            WelcomeMessage = text.WelcomeMessage,
            CongratulationMessage = text.CongratulationMessage,
            Prices = course.Price is { } price ? [.. course.OtherPrices.Prepend(price).Select(one => new ManifestPrice(one.CurrencyCode, one.MinorUnits))] : [],
            PromotionalVideo = IdOf(text.PromotionalVideo, media),
            Cover = cover,
        };
    }

    private static ManifestLesson Of(Lesson lesson, IReadOnlyDictionary<Guid, ManifestMedia> media)
    {
        var (video, article) = lesson.Content switch
        {
            VideoContent watched => (new ManifestVideo(IdOf(watched.AssetId, media), watched.ThresholdBasisPoints), (ManifestArticle?)null),
            ArticleContent read => (null, new ManifestArticle(read.Markdown, read.MinimumDwellSeconds)),
            var other => throw new InvalidOperationException($"A package has no lessons of the kind {other.Kind}."),
        };
        return new ManifestLesson(lesson.Title, lesson.Required, video, article) { FreePreview = lesson.IsFreePreview };
    }

    private static string? IdOf(Guid? asset, IReadOnlyDictionary<Guid, ManifestMedia> media) =>
        asset is { } id && media.TryGetValue(id, out var file) ? file.Id : null;
}

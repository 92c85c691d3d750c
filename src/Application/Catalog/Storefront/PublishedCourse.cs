using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Covers;
using ESchool.Domain.Catalog.Reviews;

namespace ESchool.Application.Catalog.Storefront;

/// <summary>A course as the public sees it: the version on sale.</summary>
/// <param name="VersionId">The version.</param>
/// <param name="CourseId">The course.</param>
/// <param name="Number">The version's number, counted from 1.</param>
/// <param name="Text">The words that describe it.</param>
/// <param name="InstructorId">The instructor.</param>
/// <param name="InstructorName">The instructor's name as it is now; the version keeps the one it was published with.</param>
/// <param name="VideoSeconds">All videos together, in seconds.</param>
/// <param name="PublishedAt">When this version was published.</param>
/// <param name="Price">What it costs.</param>
public sealed record PublishedCourse(
    Guid VersionId,
    Guid CourseId,
    int Number,
    CourseText Text,
    Guid InstructorId,
    string InstructorName,
    int VideoSeconds,
    DateTimeOffset PublishedAt,
    Money Price
)
{
    /// <summary>Of all versions, those on sale, with the counters of the course, and its listing, which has the instructor's name of today.</summary>
    internal const string OnSale = """
        catalog.curriculum_versions v JOIN catalog.courses c ON c.id = v.course_id AND c.published_version = v.number
        LEFT JOIN catalog.course_ratings k ON k.course_id = c.id JOIN catalog.listings n ON n.course_id = c.id
        """;

    /// <summary>Whether it is still so.</summary>
    internal CourseStamp Stamp { get; init; }

    /// <summary>How it is rated; without reviews before the first.</summary>
    public required CourseRating Rating { get; init; }

    /// <summary>The cover; null for none.</summary>
    public CourseCover? Cover { get; init; }

    /// <summary>The length of the promotional video, in seconds; 0 for none.</summary>
    public int PromotionalSeconds { get; init; }

    /// <summary>Its name in the address of its page; empty before it has one.</summary>
    public string Slug { get; init; } = "";

    /// <summary>What it costs in other currencies; empty in lists.</summary>
    public IReadOnlyList<Money> OtherPrices { get; init; } = [];

    /// <summary>The lessons, without their contents, in their order; empty in lists.</summary>
    public IReadOnlyList<PublishedLesson> Lessons { get; init; } = [];
}

/// <summary>A lesson as the public sees it.</summary>
/// <param name="LessonId">The lesson.</param>
/// <param name="SectionId">The section it is in.</param>
/// <param name="SectionTitle">The section's title.</param>
/// <param name="Title">The title.</param>
/// <param name="Kind">What kind of lesson it is.</param>
/// <param name="Required">True when the course is complete only with it.</param>
/// <param name="VideoSeconds">A video's length in whole seconds; 0 for an article.</param>
/// <param name="IsFreePreview">True when everybody may see it.</param>
public sealed record PublishedLesson(
    Guid LessonId,
    Guid SectionId,
    string SectionTitle,
    string Title,
    LessonKind Kind,
    bool Required,
    int VideoSeconds,
    bool IsFreePreview
);

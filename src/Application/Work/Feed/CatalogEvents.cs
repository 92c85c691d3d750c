using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Covers;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Work.Feed;

/// <summary>An administrator approved the caller's course, or sent it back.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="State">What it is now.</param>
public sealed record CourseReviewed(Guid CourseId, CourseState State) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "course.reviewed";
}

/// <summary>An administrator took a course off sale.</summary>
/// <param name="CourseId">The course.</param>
public sealed record CourseSuspended(Guid CourseId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "course.suspended";
}

/// <summary>An administrator put a course back on sale.</summary>
/// <param name="CourseId">The course.</param>
public sealed record CourseReinstated(Guid CourseId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "course.reinstated";
}

/// <summary>The picture that was set last as the cover of a course was looked at.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="Refusal">Why it did not become the cover; null when it did.</param>
public sealed record CoverProcessed(Guid CourseId, CoverRefusal? Refusal) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "cover.processed";
}

/// <summary>The export of a course has ended.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="State">SUCCEEDED or FAILED.</param>
public sealed record CourseExported(Guid ExportId, CourseExportState State) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "course.exported";
}

/// <summary>The import of a course has ended.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="State">DONE, REFUSED or FAILED.</param>
public sealed record CourseImported(Guid ImportId, CourseImportState State) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "course.imported";
}

using ESchool.Domain.Catalog;

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

namespace ESchool.Application.Work.Feed;

/// <summary>A student reviewed the instructor's course.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="ReviewId">The review.</param>
/// <param name="Stars">Its stars, 1 to 5.</param>
public sealed record ReviewWritten(Guid CourseId, Guid ReviewId, int Stars) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "review.written";
}

/// <summary>The instructor answered the student's review.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="ReviewId">The review.</param>
public sealed record ReviewAnswered(Guid CourseId, Guid ReviewId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "review.answered";
}

/// <summary>The daily recount found ratings that differ from their reviews; the log says which.</summary>
/// <param name="Differences">How many differences.</param>
public sealed record RatingsDiffer(int Differences) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "ratings.differ";
}

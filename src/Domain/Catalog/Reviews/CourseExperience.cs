namespace ESchool.Domain.Catalog.Reviews;

/// <summary>How much of a course somebody has done: who has seen too little of it can't judge it.</summary>
/// <param name="CompletedLessons">How many required lessons are complete.</param>
/// <param name="RequiredLessons">How many there are.</param>
/// <param name="WatchedSeconds">How much of its video was watched.</param>
/// <param name="VideoSeconds">How much there is.</param>
public sealed record CourseExperience(int CompletedLessons, int RequiredLessons, long WatchedSeconds, long VideoSeconds)
{
    /// <summary>The share that was done, rounded down: of the required lessons or of the video, whichever is more. All of it where there is neither.</summary>
    public int Percent =>
        RequiredLessons == 0 && VideoSeconds == 0
            ? 100
            : Math.Max(ShareOf(CompletedLessons, RequiredLessons), ShareOf(Math.Min(WatchedSeconds, VideoSeconds), VideoSeconds));

    /// <summary>Refuses a review by who has done less.</summary>
    /// <param name="percent">How much must be done.</param>
    /// <exception cref="DomainException"><c>REVIEW_TOO_EARLY</c>.</exception>
    public void Require(int percent)
    {
        if (Percent < percent)
        {
            throw new DomainException(
                ReviewReasons.ReviewTooEarly,
                "{percent} % of the course are done, and {required_percent} % are needed.",
                ("percent", Percent),
                ("required_percent", percent)
            );
        }
    }

    private static int ShareOf(long done, long all) => all == 0 ? 0 : (int)(done * 100 / all);
}

using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;

namespace ESchool.Application.Learning;

/// <summary>What a student did in a lesson, and what is missing, in words.</summary>
/// <param name="Lesson">The lesson as published.</param>
/// <param name="Complete">True once complete.</param>
/// <param name="Watched">Video: the seconds that were credited.</param>
/// <param name="WatchedBasisPoints">Video: how much of it that is.</param>
/// <param name="Explanation">What is missing, or why it is complete.</param>
public sealed record LessonStatus(CurriculumLesson Lesson, bool Complete, Coverage Watched, int WatchedBasisPoints, string Explanation)
{
    /// <summary>Explains a lesson.</summary>
    /// <param name="lesson">The lesson as published.</param>
    /// <param name="progress">What is recorded; null when it was never opened.</param>
    /// <param name="now">The present time.</param>
    public static LessonStatus Of(CurriculumLesson lesson, LessonProgress? progress, DateTimeOffset now)
    {
        var watched = progress?.Watched ?? Coverage.Empty;
        var basisPoints = lesson.Kind == LessonKind.Video ? watched.BasisPointsOf(lesson.VideoSeconds) : 0;
        return new LessonStatus(lesson, progress?.CompletedAt is not null, watched, basisPoints, Explain(lesson, progress, watched, now));
    }

    private static string Explain(CurriculumLesson lesson, LessonProgress? progress, Coverage watched, DateTimeOffset now)
    {
        if (progress?.CompletedAt is { } completedAt)
        {
            return $"Complete since {completedAt:yyyy-MM-dd HH:mm} UTC.";
        }

        if (lesson.Kind == LessonKind.Article)
        {
            return progress is null ? "Not opened yet."
                : now < progress.OpenedAt.AddSeconds(lesson.MinimumDwellSeconds) ? $"Open; can be confirmed after {lesson.MinimumDwellSeconds} seconds."
                : "Read; waits to be confirmed.";
        }

        var needed = (int)((((long)lesson.VideoSeconds * lesson.ThresholdBasisPoints) + 9_999) / 10_000);
        return $"{watched.Seconds} of {lesson.VideoSeconds} seconds watched; {needed - watched.Seconds} more are needed ({lesson.ThresholdBasisPoints / 100m:0.##} %).";
    }
}

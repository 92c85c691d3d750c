using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;

namespace ESchool.Application.Learning.Progress;

/// <summary>What a student did in a lesson, and what is missing, in words.</summary>
/// <param name="Lesson">The lesson as published.</param>
/// <param name="Complete">True once complete.</param>
/// <param name="Watched">Video: the seconds that were credited.</param>
/// <param name="WatchedBasisPoints">Video: how much of it that is.</param>
/// <param name="Explanation">What is missing, or why it is complete.</param>
public sealed record LessonStatus(CurriculumLesson Lesson, bool Complete, Coverage Watched, int WatchedBasisPoints, string Explanation)
{
    /// <summary>Video: where the player was last, in milliseconds.</summary>
    public long ResumeMilliseconds { get; init; }

    /// <summary>Explains a lesson.</summary>
    /// <param name="lesson">The lesson as published.</param>
    /// <param name="progress">Everything that is recorded of the lesson: a row per video that it had, none when it was never opened.</param>
    /// <param name="now">The present time.</param>
    public static LessonStatus Of(CurriculumLesson lesson, IReadOnlyCollection<LessonProgress> progress, DateTimeOffset now)
    {
        // Coverage is of the video; completion is of the lesson, and stays when its video is replaced.
        var current = progress.SingleOrDefault(p => p.AssetId == (lesson.AssetId ?? Guid.Empty));
        var completedAt = progress.Min(p => p.CompletedAt);
        var watched = current?.Watched ?? Coverage.Empty;
        var basisPoints = lesson.Kind == LessonKind.Video ? watched.BasisPointsOf(lesson.VideoSeconds) : 0;
        var explanation = completedAt is { } at ? $"Complete since {at:yyyy-MM-dd HH:mm} UTC." : Explain(lesson, current, watched, now);
        return new LessonStatus(lesson, completedAt is not null, watched, basisPoints, explanation) { ResumeMilliseconds = current?.ResumeMilliseconds ?? 0 };
    }

    /// <summary>Whether nothing is missing: it was completed in any version, or what was watched of its video is enough by its present rule.</summary>
    /// <param name="lesson">The lesson as published.</param>
    /// <param name="progress">Everything that is recorded of the lesson.</param>
    public static bool IsFulfilled(CurriculumLesson lesson, IReadOnlyCollection<LessonProgress> progress) =>
        progress.Any(p => p.CompletedAt is not null)
        || (
            lesson.Kind == LessonKind.Video
            && progress.SingleOrDefault(p => p.AssetId == lesson.AssetId) is { } watched
            && new VideoRule(lesson.VideoSeconds, lesson.ThresholdBasisPoints).IsFulfilledBy(watched.Watched)
        );

    private static string Explain(CurriculumLesson lesson, LessonProgress? progress, Coverage watched, DateTimeOffset now)
    {
        if (lesson.Kind == LessonKind.Article)
        {
            return progress is null ? "Not opened yet."
                : now < progress.OpenedAt.AddSeconds(lesson.MinimumDwellSeconds) ? $"Open; can be confirmed after {lesson.MinimumDwellSeconds} seconds."
                : "Read; waits to be confirmed.";
        }

        var missing = new VideoRule(lesson.VideoSeconds, lesson.ThresholdBasisPoints).MissingSeconds(watched);
        return $"{watched.Seconds} of {lesson.VideoSeconds} seconds watched; {missing} more are needed ({lesson.ThresholdBasisPoints / 100m:0.##} %).";
    }
}

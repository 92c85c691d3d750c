namespace ESchool.Domain.Learning.Engagement;

/// <summary>
/// What one student's learning adds to the counts of a lesson, saved with what caused it. It names no student. A sweep folds the changes into
/// <see cref="LessonEngagement"/> and <see cref="BucketEngagement"/>, so that students of one lesson never wait for each other; readers sum both.
/// </summary>
public sealed class EngagementChange
{
    private EngagementChange() { }

    private EngagementChange(Guid courseId, Guid lessonId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        CourseId = courseId;
        LessonId = lessonId;
    }

    /// <summary>A student opened a lesson for the first time.</summary>
    public static EngagementChange OfOpening(Guid courseId, Guid lessonId, DateTimeOffset now) => new(courseId, lessonId, now) { Opened = 1 };

    /// <summary>A student completed a lesson.</summary>
    public static EngagementChange OfCompletion(Guid courseId, Guid lessonId, DateTimeOffset now) => new(courseId, lessonId, now) { Completed = 1 };

    /// <summary>A student watched more of a lesson's video.</summary>
    public static EngagementChange OfWatching(Guid courseId, Guid lessonId, Guid assetId, bool completed, Coverage buckets, DateTimeOffset now) =>
        new(courseId, lessonId, now)
        {
            AssetId = assetId,
            Completed = completed ? 1 : 0,
            Buckets = buckets,
        };

    /// <summary>The change's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>The lesson.</summary>
    public Guid LessonId { get; private set; }

    /// <summary>The video that was watched; <see cref="Guid.Empty"/> when none was.</summary>
    public Guid AssetId { get; private set; }

    /// <summary>1 when the lesson was opened for the first time, otherwise 0.</summary>
    public int Opened { get; private set; }

    /// <summary>1 when the lesson was completed, otherwise 0.</summary>
    public int Completed { get; private set; }

    /// <summary>The numbers of the buckets that are watched now and were not before.</summary>
    public Coverage Buckets { get; private set; } = Coverage.Empty;
}

/// <summary>How many students opened and completed a lesson, as far as the changes are folded. Counts never shrink, whatever becomes of a student.</summary>
public sealed class LessonEngagement
{
    private LessonEngagement() { }

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>The lesson.</summary>
    public Guid LessonId { get; private set; }

    /// <summary>How many students opened it.</summary>
    public int Opened { get; private set; }

    /// <summary>How many students completed it.</summary>
    public int Completed { get; private set; }
}

/// <summary>How many students watched a bucket of a video, as far as the changes are folded.</summary>
public sealed class BucketEngagement
{
    private BucketEngagement() { }

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>The lesson.</summary>
    public Guid LessonId { get; private set; }

    /// <summary>The video.</summary>
    public Guid AssetId { get; private set; }

    /// <summary>The bucket's number, from 0 (<see cref="WatchBuckets"/>).</summary>
    public int Bucket { get; private set; }

    /// <summary>How many students watched it.</summary>
    public int Students { get; private set; }
}

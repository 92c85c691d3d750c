namespace ESchool.Domain.Learning;

/// <summary>
/// What the server can prove a student did in one lesson. Coverage belongs to one video asset: with another asset it starts again, and completion stays.
/// </summary>
public sealed class LessonProgress
{
    private LessonProgress() { }

    /// <summary>Opens a lesson for the first time.</summary>
    public LessonProgress(Guid enrollmentId, Guid lessonId, Guid? assetId, DateTimeOffset now)
    {
        EnrollmentId = enrollmentId;
        LessonId = lessonId;
        AssetId = assetId ?? Guid.Empty;
        OpenedAt = now;
    }

    /// <summary>A lesson's progress as it was stored.</summary>
    public static LessonProgress Restore(
        Guid enrollmentId,
        Guid lessonId,
        Guid assetId,
        Coverage watched,
        long resumeMilliseconds,
        DateTimeOffset openedAt,
        DateTimeOffset? completedAt
    ) =>
        new(enrollmentId, lessonId, assetId, openedAt)
        {
            Watched = watched,
            ResumeMilliseconds = resumeMilliseconds,
            CompletedAt = completedAt,
        };

    /// <summary>The enrollment.</summary>
    public Guid EnrollmentId { get; private set; }

    /// <summary>The lesson.</summary>
    public Guid LessonId { get; private set; }

    /// <summary>The video that was watched; <see cref="Guid.Empty"/> for an article.</summary>
    public Guid AssetId { get; private set; }

    /// <summary>The seconds that were credited.</summary>
    public Coverage Watched { get; private set; } = Coverage.Empty;

    /// <summary>Where the player was last, in milliseconds. Earns nothing.</summary>
    public long ResumeMilliseconds { get; private set; }

    /// <summary>When the lesson was first opened.</summary>
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>When the lesson was completed; null before. Sticky.</summary>
    public DateTimeOffset? CompletedAt { get; private set; }

    /// <summary>Credits what was played, as far as the clock allows; the earliest new seconds first.</summary>
    /// <param name="played">What the player reports, inside the video.</param>
    /// <param name="clock">The enrollment's watch clock.</param>
    /// <param name="rule">The lesson's length and threshold.</param>
    /// <param name="now">The present time.</param>
    public WatchCredit Credit(Coverage played, WatchClock clock, VideoRule rule, DateTimeOffset now)
    {
        var fresh = played.Except(Watched);
        var (granted, next) = clock.Take(fresh.Seconds, now);
        Watched = Watched.Union(fresh.First(granted));
        CompleteIfFulfilled(rule, now);
        return new WatchCredit(granted, granted < fresh.Seconds, next);
    }

    /// <summary>Completes the lesson when enough of its video was watched. Sticky.</summary>
    /// <returns>True when the lesson is complete.</returns>
    public bool CompleteIfFulfilled(VideoRule rule, DateTimeOffset now)
    {
        if (rule.IsFulfilledBy(Watched))
        {
            CompletedAt ??= now;
        }

        return CompletedAt is not null;
    }

    /// <summary>Notes where the player is.</summary>
    public void Seek(long milliseconds) => ResumeMilliseconds = milliseconds;

    /// <summary>Confirms that an article was read.</summary>
    /// <exception cref="DomainException"><c>DWELL_TOO_SHORT</c>.</exception>
    public void ConfirmArticle(int minimumDwellSeconds, DateTimeOffset now)
    {
        var missing = OpenedAt.AddSeconds(minimumDwellSeconds) - now;
        if (CompletedAt is null && missing > TimeSpan.Zero)
        {
            var seconds = (int)Math.Ceiling(missing.TotalSeconds);
            throw new DomainException(LearningReasons.DwellTooShort, "The article can be confirmed in {missing_seconds} seconds.", ("missing_seconds", seconds))
            {
                RetryAfter = missing,
            };
        }

        CompletedAt ??= now;
    }
}

/// <summary>What a watch report earned.</summary>
/// <param name="Seconds">Seconds that were newly credited.</param>
/// <param name="Clipped">True when more was claimed than the clock allowed.</param>
/// <param name="Clock">The enrollment's clock after the report.</param>
public sealed record WatchCredit(int Seconds, bool Clipped, WatchClock Clock);

/// <summary>When a video lesson is complete.</summary>
/// <param name="VideoSeconds">The video's length in whole seconds, as probed.</param>
/// <param name="ThresholdBasisPoints">How much must be watched.</param>
public sealed record VideoRule(int VideoSeconds, int ThresholdBasisPoints)
{
    /// <summary>True when enough was watched.</summary>
    public bool IsFulfilledBy(Coverage watched) => MissingSeconds(watched) == 0;

    /// <summary>
    /// How many seconds must still be watched: of the length times the threshold, rounded up. The last second is not asked of whoever watched the one before
    /// it:
    /// players stop a little before the end and report whole seconds, so that of a video of 10 s that stops at 9.7 s only 9 are reported.
    /// </summary>
    public int MissingSeconds(Coverage watched)
    {
        var needed = (int)((((long)VideoSeconds * ThresholdBasisPoints) + 9_999) / 10_000);
        var forgiven = VideoSeconds > 1 && watched.Contains(VideoSeconds - 2) && !watched.Contains(VideoSeconds - 1) ? 1 : 0;
        return Math.Max(0, needed - watched.Seconds - forgiven);
    }
}

namespace ESchool.Domain.Learning;

/// <summary>Whether a student may learn.</summary>
public enum EnrollmentState
{
    /// <summary>May learn.</summary>
    Active = 1,

    /// <summary>Access has ended.</summary>
    Ended = 2,
}

/// <summary>What a state allows.</summary>
public static class EnrollmentStates
{
    /// <summary>Refuses unless the student may learn.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_LIVE</c>.</exception>
    public static void RequireLive(this EnrollmentState state)
    {
        if (state != EnrollmentState.Active)
        {
            throw new DomainException(LearningReasons.EnrollmentNotLive, "The enrollment is {state}.", ("state", state));
        }
    }
}

/// <summary>A student's place in a course, pinned to the curriculum version that was on sale when it was made.</summary>
public sealed class Enrollment
{
    /// <summary>How exactly <see cref="LastSeenAt"/> is kept: watch reports come every few seconds, and each change of it costs the indexes of rosters.</summary>
    public static readonly TimeSpan SeenInterval = TimeSpan.FromMinutes(10);

    private Enrollment() { }

    /// <summary>Enrolls a student.</summary>
    public Enrollment(Guid studentId, Guid courseId, Guid curriculumVersionId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        StudentId = studentId;
        CourseId = courseId;
        CurriculumVersionId = curriculumVersionId;
        State = EnrollmentState.Active;
        CreatedAt = now;
        LastSeenAt = now;
        Clock = WatchClock.Stopped(now);
    }

    /// <summary>The enrollment's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Who learns.</summary>
    public Guid StudentId { get; private set; }

    /// <summary>What.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>By which version of the curriculum.</summary>
    public Guid CurriculumVersionId { get; private set; }

    /// <summary>Whether the student may learn.</summary>
    public EnrollmentState State { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the last required lesson was completed; null before. Sticky.</summary>
    public DateTimeOffset? CompletedAt { get; private set; }

    /// <summary>When the student first opened a lesson; null before.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When the student last opened, played or confirmed something, give or take <see cref="SeenInterval"/>; before the first time, when enrolled.</summary>
    public DateTimeOffset LastSeenAt { get; private set; }

    /// <summary>Required lessons of the pinned version that are complete. Kept for rosters, which are sorted by progress.</summary>
    public int CompletedLessons { get; private set; }

    /// <summary>Completed of required lessons in basis points, as <see cref="ProgressOf"/> counts them.</summary>
    public int ProgressBasisPoints { get; private set; }

    /// <summary>
    /// True while only a membership gives access. Then watched seconds are counted per day, because the membership's payment is divided by them.
    /// </summary>
    public bool IsMetered { get; private set; }

    /// <summary>How much watching may be credited.</summary>
    public WatchClock Clock
    {
        get => new(ClockCountedAt, ClockBudgetMilliseconds, ClockOpenUntil);
        private set => (ClockCountedAt, ClockBudgetMilliseconds, ClockOpenUntil) = (value.CountedAt, value.BudgetMilliseconds, value.OpenUntil);
    }

    /// <summary>The time up to which the watch clock has counted.</summary>
    public DateTimeOffset ClockCountedAt { get; private set; }

    /// <summary>The budget of the watch clock, in milliseconds.</summary>
    public int ClockBudgetMilliseconds { get; private set; }

    /// <summary>When the last playback that was opened ends.</summary>
    public DateTimeOffset ClockOpenUntil { get; private set; }

    /// <summary>Refuses unless the student may learn.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_LIVE</c>.</exception>
    public void RequireLive() => State.RequireLive();

    /// <summary>Opens a playback: from now on time counts as watching.</summary>
    /// <param name="now">The present time.</param>
    /// <param name="until">When the playback ends.</param>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_LIVE</c>.</exception>
    public void OpenPlayback(DateTimeOffset now, DateTimeOffset until)
    {
        RequireLive();
        Clock = Clock.Open(now, until);
        See(now);
    }

    /// <summary>The student opened or confirmed something.</summary>
    public void See(DateTimeOffset now)
    {
        if (IsDueToBeSeen(now))
        {
            StartedAt ??= now;
            LastSeenAt = now;
        }
    }

    /// <summary>True when being seen now changes the enrollment.</summary>
    public bool IsDueToBeSeen(DateTimeOffset now) => StartedAt is null || now - LastSeenAt >= SeenInterval;

    /// <summary>Access was granted anew after it had ended: progress stays, the version is today's.</summary>
    /// <param name="curriculumVersionId">The version that is on sale.</param>
    public void Resume(Guid curriculumVersionId)
    {
        State = EnrollmentState.Active;
        CurriculumVersionId = curriculumVersionId;
    }

    /// <summary>The student goes on by another version. What was learned stays: progress belongs to lessons, not to versions.</summary>
    /// <param name="curriculumVersionId">The version.</param>
    /// <param name="isPlayingAnew">
    /// Whether a lesson plays another video in it. What still plays, then, plays the old one: it earns nothing until a playback is opened again, so that no
    /// second of the old video counts as one of the new.
    /// </param>
    /// <param name="now">The present time.</param>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_LIVE</c>.</exception>
    public void Accept(Guid curriculumVersionId, bool isPlayingAnew, DateTimeOffset now)
    {
        RequireLive();
        CurriculumVersionId = curriculumVersionId;
        if (isPlayingAnew)
        {
            Clock = WatchClock.Stopped(now);
        }
    }

    /// <summary>It is another student's from now on, with everything that was learned in it. What played for the one before counts no longer.</summary>
    /// <param name="studentId">Whose.</param>
    /// <param name="now">The present time.</param>
    public void MoveTo(Guid studentId, DateTimeOffset now)
    {
        StudentId = studentId;
        Clock = WatchClock.Stopped(now);
    }

    /// <summary>The enrollment is live while any of its grants is, and metered while those are a membership's.</summary>
    /// <param name="grants">All its grants.</param>
    public void Follow(IEnumerable<AccessGrant> grants)
    {
        var live = grants.Where(grant => grant.State == GrantState.Live).ToList();
        State = live.Count > 0 ? EnrollmentState.Active : EnrollmentState.Ended;
        IsMetered = live.Count > 0 && live.TrueForAll(grant => grant.IsMembership);
    }

    /// <summary>
    /// Whether everything that was paid for an enrollment was given back, or is disputed. A membership whose time is over was not: what was learned in it was
    /// paid for.
    /// </summary>
    /// <param name="grants">All its grants.</param>
    public static bool IsGivenBack(IReadOnlyCollection<AccessGrant> grants) =>
        grants.Count > 0 && grants.All(grant => grant.State is GrantState.Revoked or GrantState.Suspended);

    /// <summary>The share of required lessons that are complete, in basis points, rounded down, so that 10000 means that the course is complete.</summary>
    /// <param name="isCourseComplete">Whether the course was completed, which is sticky.</param>
    /// <param name="completed">Required lessons that are complete.</param>
    /// <param name="required">Required lessons in all.</param>
    public static int ProgressOf(bool isCourseComplete, int completed, int required) =>
        isCourseComplete ? 10_000
        : required == 0 ? 0
        : Math.Min(9_999, completed * 10_000 / required);

    /// <summary>Records how many of the required lessons are complete; at the latest when the transaction ends, after <see cref="CompleteIfDone"/>.</summary>
    public void CountLessons(int completed, int required)
    {
        CompletedLessons = completed;
        ProgressBasisPoints = ProgressOf(CompletedAt is not null, completed, required);
    }

    /// <summary>Records completion when no required lesson is missing. Sticky.</summary>
    /// <param name="required">The required lessons of the pinned version.</param>
    /// <param name="completed">The lessons that are complete.</param>
    /// <param name="now">The present time.</param>
    /// <returns>True when this call completed the course.</returns>
    public bool CompleteIfDone(IReadOnlyCollection<Guid> required, IReadOnlySet<Guid> completed, DateTimeOffset now)
    {
        if (CompletedAt is not null || required.Count == 0 || !required.All(completed.Contains))
        {
            return false;
        }

        CompletedAt = now;
        return true;
    }
}

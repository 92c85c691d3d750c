using ESchool.Application.Learning.Progress;
using ESchool.Data;
using ESchool.Data.Learning;
using ESchool.Domain;
using ESchool.Domain.Learning;
using ESchool.Domain.Learning.Engagement;
using Npgsql;
using NpgsqlTypes;

namespace ESchool.Application.Learning.Watching;

/// <summary>
/// What a batch of watch reports needs to know and changes: read in one round trip, written in one more. By hand, because a tracked entity and an
/// UPDATE of its own for each of three rows of each report cost more than all the rest.
/// </summary>
internal sealed class WatchBatch
{
    private readonly Dictionary<Guid, LockedEnrollment> enrollments = [];
    private readonly Dictionary<(Guid Enrollment, Guid Lesson, Guid Asset), LessonProgress> progress = [];
    private readonly HashSet<(Guid Enrollment, Guid Lesson)> completedLessons = [];
    private readonly Dictionary<(Guid Enrollment, Guid Lesson, Guid Session), WatchSession> sessions = [];
    private readonly HashSet<LockedEnrollment> changedEnrollments = [];
    private readonly HashSet<LessonProgress> changedProgress = [];
    private readonly HashSet<WatchSession> changedSessions = [];
    private readonly Dictionary<(Guid Enrollment, DateOnly Day), int> metered = [];
    private readonly List<EngagementChange> engagement = [];

    private WatchBatch() { }

    /// <summary>The versions that the enrollments are pinned to.</summary>
    public IEnumerable<Guid> Versions => enrollments.Values.Select(e => e.VersionId);

    /// <summary>The lessons that were completed by this batch.</summary>
    public List<LessonProgress> Completed { get; } = [];

    /// <summary>Locks the enrollments until the transaction ends, in the order of their ids, and then reads what was stored for them.</summary>
    public static async Task<WatchBatch> LockAsync(SchoolDbContext db, IReadOnlyList<WatchRequest> requests)
    {
        var keys = requests.Select(r => (r.EnrollmentId, r.LessonId, r.Report.SessionId)).Distinct().ToList();
        var lessons = keys.Select(k => (k.EnrollmentId, k.LessonId)).Distinct().ToList();

        // Every statement of this transaction finds a handful of rows by their keys: planning them anew costs more than running them.
        await using var command = db.NewBatch()
            .With("SET LOCAL plan_cache_mode = force_generic_plan")
            .With(
                """
                SELECT id, student_id, curriculum_version_id, state, completed_at, clock_counted_at, clock_budget_milliseconds, clock_open_until,
                    is_metered, course_id
                FROM learning.enrollments WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE
                """,
                Column(keys.Select(k => k.EnrollmentId).Distinct())
            )
            .With(
                """
                SELECT p.enrollment_id, p.lesson_id, p.asset_id, p.watched, p.resume_milliseconds, p.opened_at, p.completed_at
                FROM unnest($1, $2) AS k (enrollment_id, lesson_id) JOIN learning.lesson_progress p USING (enrollment_id, lesson_id)
                """,
                Column(lessons.Select(k => k.EnrollmentId)),
                Column(lessons.Select(k => k.LessonId))
            )
            .With(
                """
                SELECT s.enrollment_id, s.lesson_id, s.session_id, s.sequences, s.answers
                FROM unnest($1, $2, $3) AS k (enrollment_id, lesson_id, session_id) JOIN learning.watch_sessions s USING (enrollment_id,
                    lesson_id, session_id)
                """,
                Column(keys.Select(k => k.EnrollmentId)),
                Column(keys.Select(k => k.LessonId)),
                Column(keys.Select(k => k.SessionId))
            );
        var batch = new WatchBatch();
        await using var rows = await command.ReadAsync(CancellationToken.None);
        await batch.ReadAsync(rows);
        return batch;
    }

    /// <summary>The enrollment a request names, when it is the student's own.</summary>
    public LockedEnrollment? FindEnrollment(WatchRequest request) =>
        enrollments.TryGetValue(request.EnrollmentId, out var found) && found.StudentId == request.StudentId ? found : null;

    /// <summary>Credits a report. One that was counted before changes nothing and is answered as it was then.</summary>
    /// <exception cref="DomainException"><c>PLAYBACK_NOT_OPENED</c>.</exception>
    public WatchResult Credit(LockedEnrollment enrollment, PinnedVideo video, WatchReport report, Coverage played, DateTimeOffset now)
    {
        var lesson =
            progress.GetValueOrDefault((enrollment.Id, video.LessonId, video.AssetId))
            ?? throw new DomainException(
                LearningReasons.PlaybackNotOpened,
                "No playback of {lesson} was opened; CreatePlayback opens one.",
                ("lesson", $"enrollments/{enrollment.Id}/lessons/{video.LessonId}")
            );
        var session = FindSession(enrollment.Id, video.LessonId, report.SessionId);
        var answer = session.FindAnswer(report.Sequence) ?? CreditNew(enrollment, lesson, session, video, report, played, now);
        return new WatchResult(
            answer.CreditedSeconds,
            answer.Clipped,
            lesson.Watched.BasisPointsOf(video.VideoSeconds),
            completedLessons.Contains((enrollment.Id, video.LessonId)),
            enrollment.IsComplete
        );
    }

    private WatchAnswer CreditNew(
        LockedEnrollment enrollment,
        LessonProgress lesson,
        WatchSession session,
        PinnedVideo video,
        WatchReport report,
        Coverage played,
        DateTimeOffset now
    )
    {
        var (before, watched) = (lesson.CompletedAt, lesson.Watched);
        var credit = lesson.Credit(played, enrollment.Clock, new VideoRule(video.VideoSeconds, video.ThresholdBasisPoints), now);
        lesson.Seek(Math.Clamp(report.PositionMilliseconds, 0, video.VideoSeconds * 1000L));
        enrollment.Clock = credit.Clock;
        var answer = new WatchAnswer(credit.Seconds, credit.Clipped);
        session.Count(report.Sequence, answer);
        changedEnrollments.Add(enrollment);
        changedProgress.Add(lesson);
        changedSessions.Add(session);
        Meter(enrollment, credit.Seconds, now);
        var isCompletedNow = false;
        if (before is null && lesson.CompletedAt is not null)
        {
            Completed.Add(lesson);
            isCompletedNow = completedLessons.Add((enrollment.Id, video.LessonId));
        }

        var buckets = WatchBuckets.NewlyWatched(watched, lesson.Watched, video.VideoSeconds);
        if (isCompletedNow || buckets.Ranges.Count > 0)
        {
            engagement.Add(EngagementChange.OfWatching(enrollment.CourseId, video.LessonId, video.AssetId, isCompletedNow, buckets, now));
        }

        return answer;
    }

    /// <summary>Writes what has changed. The rows belong to enrollments that this transaction has locked.</summary>
    public async Task WriteAsync(SchoolDbContext db, DateTimeOffset now)
    {
        if (changedSessions.Count == 0)
        {
            return;
        }

        var command = db.NewBatch()
            .With(
                """
                UPDATE learning.enrollments e SET clock_counted_at = c.counted_at, clock_budget_milliseconds = c.budget,
                    last_seen_at = CASE WHEN e.last_seen_at <= $4 - $5 THEN $4 ELSE e.last_seen_at END
                FROM unnest($1, $2, $3) AS c (id, counted_at, budget) WHERE e.id = c.id
                """,
                Column(changedEnrollments.Select(e => e.Id)),
                Column(changedEnrollments.Select(e => e.Clock.CountedAt)),
                Column(changedEnrollments.Select(e => e.Clock.BudgetMilliseconds)),
                now,
                Enrollment.SeenInterval
            )
            .With(
                """
                INSERT INTO learning.lesson_progress (enrollment_id, lesson_id, asset_id, watched, resume_milliseconds, opened_at, completed_at)
                SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (enrollment_id, lesson_id, asset_id) DO UPDATE
                SET watched = excluded.watched, resume_milliseconds = excluded.resume_milliseconds, completed_at = excluded.completed_at
                """,
                Column(changedProgress.Select(p => p.EnrollmentId)),
                Column(changedProgress.Select(p => p.LessonId)),
                Column(changedProgress.Select(p => p.AssetId)),
                Multiranges(changedProgress.Select(p => p.Watched)),
                Column(changedProgress.Select(p => p.ResumeMilliseconds)),
                Column(changedProgress.Select(p => p.OpenedAt)),
                Column(changedProgress.Select(p => p.CompletedAt))
            )
            .With(
                """
                INSERT INTO learning.watch_sessions (enrollment_id, lesson_id, session_id, sequences, answers)
                SELECT * FROM unnest($1, $2, $3, $4, $5)
                ON CONFLICT (enrollment_id, lesson_id, session_id) DO UPDATE SET sequences = excluded.sequences, answers = excluded.answers
                """,
                Column(changedSessions.Select(s => s.EnrollmentId)),
                Column(changedSessions.Select(s => s.LessonId)),
                Column(changedSessions.Select(s => s.SessionId)),
                Multiranges(changedSessions.Select(s => s.Sequences)),
                Column(changedSessions.Select(s => s.Answers))
            );
        if (metered.Count > 0)
        {
            command.With(
                """
                INSERT INTO learning.watch_days (enrollment_id, day, seconds)
                SELECT * FROM unnest($1, $2, $3)
                ON CONFLICT (enrollment_id, day) DO UPDATE SET seconds = watch_days.seconds + excluded.seconds
                """,
                Column(metered.Keys.Select(k => k.Enrollment)),
                Column(metered.Keys.Select(k => k.Day)),
                Column(metered.Values)
            );
        }

        if (engagement.Count > 0)
        {
            // Appended, and folded later: students of one lesson never wait for each other.
            command.With(
                """
                INSERT INTO learning.engagement_changes (id, course_id, lesson_id, asset_id, opened, completed, buckets)
                SELECT c.id, c.course_id, c.lesson_id, c.asset_id, 0, c.completed, c.buckets
                FROM unnest($1, $2, $3, $4, $5, $6) AS c (id, course_id, lesson_id, asset_id, completed, buckets)
                """,
                Column(engagement.Select(c => c.Id)),
                Column(engagement.Select(c => c.CourseId)),
                Column(engagement.Select(c => c.LessonId)),
                Column(engagement.Select(c => c.AssetId)),
                Column(engagement.Select(c => c.Completed)),
                Multiranges(engagement.Select(c => c.Buckets))
            );
        }

        await using (command)
        {
            await command.ExecuteAsync(CancellationToken.None);
        }
    }

    /// <summary>What is watched as a member is counted by day, too.</summary>
    private void Meter(LockedEnrollment enrollment, int seconds, DateTimeOffset now)
    {
        if (enrollment.IsMetered && seconds > 0)
        {
            var key = (enrollment.Id, DateOnly.FromDateTime(now.UtcDateTime));
            metered[key] = metered.GetValueOrDefault(key) + seconds;
        }
    }

    private async Task ReadAsync(NpgsqlDataReader rows)
    {
        while (await rows.ReadAsync())
        {
            enrollments[rows.GetGuid(0)] = new LockedEnrollment(
                rows.GetGuid(0),
                rows.GetGuid(1),
                rows.GetGuid(2),
                (EnrollmentState)rows.GetInt32(3),
                !rows.IsDBNull(4),
                new WatchClock(rows.GetFieldValue<DateTimeOffset>(5), rows.GetInt32(6), rows.GetFieldValue<DateTimeOffset>(7)),
                rows.GetBoolean(8),
                rows.GetGuid(9)
            );
        }

        await rows.NextResultAsync();
        while (await rows.ReadAsync())
        {
            var lesson = LessonProgress.Restore(
                rows.GetGuid(0),
                rows.GetGuid(1),
                rows.GetGuid(2),
                rows.GetFieldValue<NpgsqlRange<int>[]>(3).ToCoverage(),
                rows.GetInt64(4),
                rows.GetFieldValue<DateTimeOffset>(5),
                rows.IsDBNull(6) ? null : rows.GetFieldValue<DateTimeOffset>(6)
            );
            progress[(lesson.EnrollmentId, lesson.LessonId, lesson.AssetId)] = lesson;
            if (lesson.CompletedAt is not null)
            {
                completedLessons.Add((lesson.EnrollmentId, lesson.LessonId));
            }
        }

        await rows.NextResultAsync();
        while (await rows.ReadAsync())
        {
            sessions[(rows.GetGuid(0), rows.GetGuid(1), rows.GetGuid(2))] = WatchSession.Restore(
                rows.GetGuid(0),
                rows.GetGuid(1),
                rows.GetGuid(2),
                rows.GetFieldValue<NpgsqlRange<int>[]>(3).ToCoverage(),
                rows.GetFieldValue<byte[]>(4)
            );
        }
    }

    private WatchSession FindSession(Guid enrollmentId, Guid lessonId, Guid sessionId)
    {
        var key = (enrollmentId, lessonId, sessionId);
        return sessions.TryGetValue(key, out var found) ? found : sessions[key] = new WatchSession(enrollmentId, lessonId, sessionId);
    }

    private static T[] Column<T>(IEnumerable<T> values) => [.. values];

    private static NpgsqlParameter Multiranges(IEnumerable<Coverage> values) =>
        new() { Value = values.Select(v => v.ToMultirange()).ToArray(), DataTypeName = "int4multirange[]" };
}

/// <summary>An enrollment that a batch has locked, with its watch clock.</summary>
internal sealed class LockedEnrollment(
    Guid id,
    Guid studentId,
    Guid versionId,
    EnrollmentState state,
    bool isComplete,
    WatchClock clock,
    bool isMetered,
    Guid courseId
)
{
    /// <summary>The enrollment.</summary>
    public Guid Id => id;

    /// <summary>Whose.</summary>
    public Guid StudentId => studentId;

    /// <summary>In which course.</summary>
    public Guid CourseId => courseId;

    /// <summary>The version it is pinned to.</summary>
    public Guid VersionId => versionId;

    /// <summary>Whether the student may learn.</summary>
    public EnrollmentState State => state;

    /// <summary>True when the course was complete before.</summary>
    public bool IsComplete => isComplete;

    /// <summary>True while only a membership gives access.</summary>
    public bool IsMetered => isMetered;

    /// <summary>The watch clock; goes on with every report.</summary>
    public WatchClock Clock { get; set; } = clock;
}

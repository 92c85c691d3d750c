using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning;

/// <summary>What a player reports.</summary>
/// <param name="SessionId">The player's own id.</param>
/// <param name="Sequence">Counts the session's reports from 1.</param>
/// <param name="Ranges">What was played since the last report.</param>
/// <param name="PositionMilliseconds">Where the player is now.</param>
public sealed record WatchReport(Guid SessionId, int Sequence, IReadOnlyList<SecondRange> Ranges, long PositionMilliseconds);

/// <summary>What a report earned.</summary>
/// <param name="CreditedSeconds">Seconds that were newly credited.</param>
/// <param name="Clipped">True when more was claimed than the clock allowed.</param>
/// <param name="WatchedBasisPoints">How much of the video is watched now.</param>
/// <param name="LessonComplete">True once the lesson is complete.</param>
/// <param name="CourseComplete">True once the course is complete.</param>
public sealed record WatchResult(int CreditedSeconds, bool Clipped, int WatchedBasisPoints, bool LessonComplete, bool CourseComplete);

/// <summary>Credits what a player played, as far as the wall clock allows. A report that was counted before changes nothing.</summary>
public sealed class RecordWatch(SchoolDbContext db, Enrollments enrollments, CourseCompletion completion, TimeProvider clock)
{
    /// <summary>Credits the report.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_FOUND</c>, <c>LESSON_NOT_FOUND</c>, <c>ENROLLMENT_NOT_LIVE</c>, <c>WATCH_RANGE_INVALID</c>.</exception>
    public Task<WatchResult> ExecuteAsync(Actor actor, Guid enrollmentId, Guid lessonId, WatchReport report, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var enrollment = await enrollments.LockAsync(actor, enrollmentId, cancellationToken);
                enrollment.RequireLive();
                var lesson = await enrollments.ReadLessonAsync(enrollment, lessonId, LessonKind.Video, cancellationToken);
                var played = PlayedOf(report.Ranges, lesson.VideoSeconds);
                var progress = await FindProgressAsync(enrollment, lesson, cancellationToken);
                var credit = await CountAsync(enrollmentId, lessonId, report, cancellationToken)
                    ? await CreditAsync(enrollment, lesson, progress, played, report.PositionMilliseconds, cancellationToken)
                    : null;
                await db.SaveChangesAsync(cancellationToken);
                return new WatchResult(
                    credit?.Seconds ?? 0, credit?.Clipped ?? false, progress.Watched.BasisPointsOf(lesson.VideoSeconds),
                    progress.CompletedAt is not null, enrollment.CompletedAt is not null);
            },
            cancellationToken);

    private static Coverage PlayedOf(IReadOnlyList<SecondRange> ranges, int videoSeconds)
    {
        foreach (var range in ranges)
        {
            // Players round the end of a video up; one second past it is theirs, more is wrong.
            if (range.Start < 0 || range.Length <= 0 || range.Start >= videoSeconds + 1 || range.End > videoSeconds + 1)
            {
                throw new DomainException(
                    LearningReasons.WatchRangeInvalid, $"[{range.Start}, {range.End}) is no part of a video of {videoSeconds} seconds.",
                    ("start_second", range.Start.ToString()), ("end_second", range.End.ToString()), ("video_seconds", videoSeconds.ToString()));
            }
        }

        return Coverage.Of(ranges.Select(range => range with { End = Math.Min(range.End, videoSeconds) }));
    }

    private async Task<bool> CountAsync(Guid enrollmentId, Guid lessonId, WatchReport report, CancellationToken cancellationToken)
    {
        var session = await db.WatchSessions.SingleOrDefaultAsync(s => s.EnrollmentId == enrollmentId && s.LessonId == lessonId && s.SessionId == report.SessionId, cancellationToken);
        if (session is null)
        {
            session = new WatchSession(enrollmentId, lessonId, report.SessionId);
            db.WatchSessions.Add(session);
        }

        return session.Count(report.Sequence);
    }

    private async Task<WatchCredit> CreditAsync(Enrollment enrollment, CurriculumLesson lesson, LessonProgress progress, Coverage played, long position, CancellationToken cancellationToken)
    {
        var before = progress.CompletedAt;
        var credit = progress.Credit(played, enrollment.Clock, new VideoRule(lesson.VideoSeconds, lesson.ThresholdBasisPoints), clock.GetUtcNow());
        progress.Seek(Math.Clamp(position, 0, lesson.VideoSeconds * 1000L));
        enrollment.SetClock(credit.Clock);
        if (before is null && progress.CompletedAt is not null)
        {
            await completion.CheckAsync(enrollment, lesson.LessonId, cancellationToken);
        }

        return credit;
    }

    private async Task<LessonProgress> FindProgressAsync(Enrollment enrollment, CurriculumLesson lesson, CancellationToken cancellationToken)
    {
        var progress = await db.LessonProgress.SingleOrDefaultAsync(p => p.EnrollmentId == enrollment.Id && p.LessonId == lesson.LessonId && p.AssetId == lesson.AssetId, cancellationToken);
        if (progress is null)
        {
            progress = new LessonProgress(enrollment.Id, lesson.LessonId, lesson.AssetId, clock.GetUtcNow());
            db.LessonProgress.Add(progress);
        }

        return progress;
    }
}

using ESchool.Domain;
using ESchool.Domain.Learning;

namespace ESchool.Application.Learning.Watching;

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

/// <summary>
/// Credits what a player played, as far as the wall clock allows. A report that was counted before changes nothing and is answered as it was then. Reports that
/// arrive together are credited in one transaction (<see cref="WatchReports"/>); each is durable when it is answered.
/// </summary>
public sealed class RecordWatch(WatchReports reports)
{
    /// <summary>Credits the report.</summary>
    /// <exception cref="DomainException">
    /// <c>ENROLLMENT_NOT_FOUND</c>, <c>LESSON_NOT_FOUND</c>, <c>ENROLLMENT_NOT_LIVE</c>, <c>WATCH_RANGE_INVALID</c>, <c>PLAYBACK_NOT_OPENED</c>.
    /// </exception>
    public Task<WatchResult> ExecuteAsync(Actor actor, Guid enrollmentId, Guid lessonId, WatchReport report, CancellationToken cancellationToken) =>
        reports.CreditAsync(new WatchRequest(actor.UserId, enrollmentId, lessonId, report), cancellationToken);
}

using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Learning.Progress;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Learning.Watching;

/// <summary>A report with where it belongs.</summary>
/// <param name="StudentId">Who reports.</param>
/// <param name="EnrollmentId">The enrollment; not found unless it is the student's.</param>
/// <param name="LessonId">The lesson.</param>
/// <param name="Report">What was played.</param>
public sealed record WatchRequest(Guid StudentId, Guid EnrollmentId, Guid LessonId, WatchReport Report);

/// <summary>
/// Credits the reports of many players in one transaction: the enrollments are locked in the order of their ids, so that replicas never wait for each
/// other in a circle; the Domain credits report after report; everything is written by at most five statements.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class WatchReports
{
    /// <summary>A transaction of a few milliseconds.</summary>
    private const int MaximumBatch = 256;

    /// <summary>How often a batch is tried that Postgres broke off for somebody else's sake.</summary>
    private const int Attempts = 3;

    private readonly GroupCommit<WatchRequest, WatchResult> commits;
    private readonly IServiceScopeFactory scopes;
    private readonly PinnedLessons lessons;
    private readonly TimeProvider clock;

    /// <summary>Opens the first batch.</summary>
    public WatchReports(IServiceScopeFactory scopes, PinnedLessons lessons, TimeProvider clock)
    {
        this.scopes = scopes;
        this.lessons = lessons;
        this.clock = clock;
        commits = new GroupCommit<WatchRequest, WatchResult>(CreditAllAsync, MaximumBatch, flushes: 2);
    }

    /// <summary>Credits a report; it is durable when this returns.</summary>
    /// <exception cref="DomainException">
    /// <c>ENROLLMENT_NOT_FOUND</c>, <c>LESSON_NOT_FOUND</c>, <c>ENROLLMENT_NOT_LIVE</c>, <c>WATCH_RANGE_INVALID</c>, <c>PLAYBACK_NOT_OPENED</c>.
    /// </exception>
    public Task<WatchResult> CreditAsync(WatchRequest request, CancellationToken cancellationToken) => commits.RunAsync(request, cancellationToken);

    private async Task<IReadOnlyList<Outcome<WatchResult>>> CreditAllAsync(IReadOnlyList<WatchRequest> requests)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                return await CreditAllAsync(scope.ServiceProvider, requests);
            }
            catch (PostgresException fault)
                when (attempt < Attempts && fault.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // It was rolled back as a whole.
            }
        }
    }

    private async Task<IReadOnlyList<Outcome<WatchResult>>> CreditAllAsync(IServiceProvider services, IReadOnlyList<WatchRequest> requests)
    {
        var db = services.GetRequiredService<SchoolDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var batch = await WatchBatch.LockAsync(db, requests);
        var videos = await lessons.ReadAsync(db, batch.Versions, CancellationToken.None);
        var now = clock.GetUtcNow();
        var outcomes = new List<Outcome<WatchResult>>(requests.Count);
        foreach (var request in requests)
        {
            outcomes.Add(Credit(batch, videos, request, now));
        }

        await batch.WriteAsync(db, now);
        if (batch.Completed.Count > 0)
        {
            await CompleteCoursesAsync(services, batch, requests, outcomes);
        }

        await transaction.CommitAsync();
        return outcomes;
    }

    private static Outcome<WatchResult> Credit(
        WatchBatch batch,
        IReadOnlyDictionary<Guid, IReadOnlyDictionary<Guid, PinnedVideo>> videos,
        WatchRequest request,
        DateTimeOffset now
    )
    {
        try
        {
            var enrollment = batch.FindEnrollment(request) ?? throw Enrollments.NotFound(request.EnrollmentId);
            enrollment.State.RequireLive();
            var video = videos[enrollment.VersionId].GetValueOrDefault(request.LessonId) ?? throw Enrollments.LessonNotFound(enrollment.Id, request.LessonId);
            var played = PlayedOf(request.Report.Ranges, video.VideoSeconds);
            return Outcome<WatchResult>.Of(batch.Credit(enrollment, video, request.Report, played, now));
        }
        catch (DomainException refusal)
        {
            return Outcome<WatchResult>.Refused(refusal);
        }
    }

    private static Coverage PlayedOf(IReadOnlyList<SecondRange> ranges, int videoSeconds)
    {
        foreach (var range in ranges)
        {
            // Players round the end of a video up; one second past it is theirs, more is wrong.
            if (range.Start < 0 || range.Length <= 0 || range.Start >= videoSeconds + 1 || range.End > videoSeconds + 1)
            {
                throw new DomainException(
                    LearningReasons.WatchRangeInvalid,
                    "[{start_second}, {end_second}) is no part of a video of {video_seconds} seconds.",
                    ("start_second", range.Start),
                    ("end_second", range.End),
                    ("video_seconds", videoSeconds)
                );
            }
        }

        return Coverage.Of(ranges.Select(range => range with { End = Math.Min(range.End, videoSeconds) }));
    }

    /// <summary>Rare: somebody has just completed a lesson. What that completes, and the certificate, belong into the same transaction.</summary>
    private static async Task CompleteCoursesAsync(
        IServiceProvider services,
        WatchBatch batch,
        IReadOnlyList<WatchRequest> requests,
        List<Outcome<WatchResult>> outcomes
    )
    {
        var db = services.GetRequiredService<SchoolDbContext>();
        var completion = services.GetRequiredService<CourseCompletion>();
        var ids = batch.Completed.ConvertAll(lesson => lesson.EnrollmentId);
        foreach (var enrollment in await db.Enrollments.Where(e => ids.Contains(e.Id)).ToListAsync())
        {
            await completion.CheckAsync(enrollment, CancellationToken.None);
            for (var i = 0; enrollment.CompletedAt is not null && i < requests.Count; i++)
            {
                if (requests[i].EnrollmentId == enrollment.Id && outcomes[i].IsValue)
                {
                    outcomes[i] = Outcome<WatchResult>.Of(outcomes[i].Value with { CourseComplete = true });
                }
            }
        }

        await db.SaveChangesAsync();
    }
}

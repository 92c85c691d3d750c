using ESchool.Application.Catalog.Authoring;
using ESchool.Application.Catalog.Submissions;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Submissions;

namespace ESchool.Application.Administration;

/// <summary>Approves a submitted course, sends it back, or declines it.</summary>
public sealed class ReviewCourse(SchoolDbContext db, SubmissionDesk desk, WorkOutbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Decides it. The same decision again changes nothing.</summary>
    /// <param name="actor">The reviewer.</param>
    /// <param name="courseId">The course.</param>
    /// <param name="etag">What the reviewer has read; null to decide on whatever is there.</param>
    /// <param name="decision">APPROVED, CHANGES_REQUESTED or DECLINED.</param>
    /// <param name="message">Words to the authors.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>COURSE_STATE_WRONG</c>, <c>ETAG_STALE</c>, <c>SUBMISSION_CLAIMED</c>, <c>SUBMISSION_OWN</c>,
    /// <c>REQUESTED_CHANGES_OPEN</c>.
    /// </exception>
    public Task ExecuteAsync(Actor actor, Guid courseId, uint? etag, CourseState decision, string message, CancellationToken cancellationToken) =>
        db.InTransactionAsync(() => DecideAsync(actor, courseId, etag, decision, message, cancellationToken), cancellationToken);

    private async Task DecideAsync(Actor actor, Guid courseId, uint? etag, CourseState decision, string message, CancellationToken cancellationToken)
    {
        var course = await Courses.LockAsync(db, courseId, cancellationToken);
        var before = course.State;
        if (before == decision && (decision == CourseState.Approved || course.ReviewMessage == message.Trim()))
        {
            return;
        }

        CourseDrafts.RequireEtag(course.RowVersion, etag);
        await desk.RequireNoAuthorAsync(actor, courseId, cancellationToken);
        if (await desk.LockOpenAsync(courseId, cancellationToken) is { } submission)
        {
            submission.Decide(actor.UserId, Enum.Parse<SubmissionState>($"{decision}"), message, clock.GetUtcNow());
            if (decision == CourseState.Approved)
            {
                await desk.RequireChangesMadeAsync(courseId, cancellationToken);
            }
        }

        course.Review(decision, message);
        audit.Note(actor, ActionOf(decision), $"courses/{courseId}", new { state = before.ToString() }, new { state = course.State.ToString() });
        outbox.Tell(course.InstructorId, new CourseReviewed(courseId, course.State));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static string ActionOf(CourseState decision) =>
        decision switch
        {
            CourseState.Approved => "course.approve",
            CourseState.ChangesRequested => "course.request_changes",
            _ => "course.decline",
        };
}

using ESchool.Application.Catalog.Submissions;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Submissions;

namespace ESchool.Application.Catalog.Authoring.Publishing;

/// <summary>Hands a draft to the reviewers. A later version of a trusted instructor needs none, where the school does so, and is approved at once.</summary>
public sealed class SubmitForReview(CourseDrafts drafts, SubmissionDesk desk, WorkOutbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Submits it. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>COURSE_STATE_WRONG</c>, <c>COURSE_NOT_FULFILLABLE</c>, <c>COURSE_DECLINED</c>, <c>REQUESTED_CHANGES_OPEN</c>,
    /// <c>ETAG_STALE</c>.
    /// </exception>
    public Task<Course> ExecuteAsync(Actor actor, Guid courseId, uint? etag, CancellationToken cancellationToken) =>
        drafts.EditAsync(
            actor,
            courseId,
            etag: null,
            async course =>
            {
                if (course.State == CourseState.InReview)
                {
                    return course;
                }

                CourseDrafts.RequireEtag(course.RowVersion, etag);
                course.Submit(await drafts.PlayableSecondsAsync(course, cancellationToken), clock.GetUtcNow());
                var submission = await desk.HandInAsync(actor, course, cancellationToken);
                if (submission.Scope == ReviewScope.None)
                {
                    ApproveUnread(course, submission);
                }

                return course;
            },
            cancellationToken
        );

    private void ApproveUnread(Course course, CourseSubmission submission)
    {
        submission.Decide(reviewerId: null, SubmissionState.Approved, "", clock.GetUtcNow());
        course.Review(CourseState.Approved, "");
        audit.Note(Actor.System, "course.approve", $"courses/{course.Id}", new { state = $"{CourseState.InReview}" }, new { state = $"{course.State}" });
        outbox.Tell(course.InstructorId, new CourseReviewed(course.Id, course.State));
    }
}

using ESchool.Application.Catalog.Authoring;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Administration;

/// <summary>Approves a submitted course or sends it back.</summary>
public sealed class ReviewCourse(SchoolDbContext db, WorkOutbox outbox, AuditTrail audit)
{
    /// <summary>Decides it. The same decision again changes nothing.</summary>
    /// <param name="actor">The reviewer.</param>
    /// <param name="courseId">The course.</param>
    /// <param name="etag">What the reviewer has read; null to decide on whatever is there.</param>
    /// <param name="approve">Whether it may be published.</param>
    /// <param name="message">What is to be changed.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>COURSE_STATE_WRONG</c>, <c>ETAG_STALE</c>.</exception>
    public async Task ExecuteAsync(Actor actor, Guid courseId, uint? etag, bool approve, string message, CancellationToken cancellationToken)
    {
        var course = await Courses.LoadAsync(db, courseId, cancellationToken);
        var before = course.State;
        if (before == (approve ? CourseState.Approved : CourseState.ChangesRequested) && (approve || course.ReviewMessage == message.Trim()))
        {
            return;
        }

        CourseDrafts.RequireEtag(course.RowVersion, etag);
        course.Review(approve, message);
        audit.Note(
            actor,
            approve ? "course.approve" : "course.request_changes",
            $"courses/{courseId}",
            new { state = before.ToString() },
            new { state = course.State.ToString() }
        );
        outbox.Tell(course.InstructorId, new CourseReviewed(courseId, course.State));
        await db.SaveChangesAsync(cancellationToken);
    }
}

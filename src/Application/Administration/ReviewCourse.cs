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
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>COURSE_STATE_WRONG</c>.</exception>
    public async Task ExecuteAsync(Actor actor, Guid courseId, bool approve, string message, CancellationToken cancellationToken)
    {
        var course = await Courses.LoadAsync(db, courseId, cancellationToken);
        var before = course.State;
        if (before == (approve ? CourseState.Approved : CourseState.ChangesRequested) && (approve || course.ReviewMessage == message.Trim()))
        {
            return;
        }

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

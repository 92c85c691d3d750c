using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Administration;

/// <summary>Takes a course off sale, whatever its instructor wants. Whoever has it keeps it; checkout pages that are open are closed.</summary>
public sealed class SuspendCourse(SchoolDbContext db, WorkOutbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Suspends it. Doing it again keeps the first time and reason.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<Course> ExecuteAsync(Actor actor, Guid courseId, string reason, CancellationToken cancellationToken)
    {
        var course = await Courses.LoadAsync(db, courseId, cancellationToken);
        if (course.SuspendedAt is null)
        {
            if (course.PublishedVersion > 0)
            {
                outbox.CloseCheckouts(courseId);
            }

            course.Suspend(reason, clock.GetUtcNow());
            audit.Note(actor, "course.suspend", $"courses/{courseId}", before: new { suspended = false }, after: new { suspended = true, reason });
            outbox.Tell(course.InstructorId, new CourseSuspended(courseId));
            await db.SaveChangesAsync(cancellationToken);
        }

        return course;
    }
}

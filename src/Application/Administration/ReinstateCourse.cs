using ESchool.Application.Administration.Moderation.Decisions;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Administration;

/// <summary>Takes the suspension of a course back.</summary>
public sealed class ReinstateCourse(SchoolDbContext db, DecisionLifting lifting, WorkOutbox outbox, AuditTrail audit)
{
    /// <summary>Puts it back on sale, unless its instructor took it off too; decisions that had suspended it are lifted. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public Task<Course> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var course = await Courses.LockAsync(db, courseId, cancellationToken);
                if (course.SuspendedAt is not null)
                {
                    course.Reinstate();
                    audit.Note(actor, "course.reinstate", $"courses/{courseId}", before: new { suspended = true }, after: new { suspended = false });
                    outbox.Tell(course.InstructorId, new CourseReinstated(courseId));
                    await db.SaveChangesAsync(cancellationToken);
                }

                await lifting.NoteAsync(actor, $"courses/{courseId}", ModerationAct.Suspend, reason: "", cancellationToken);
                return course;
            },
            cancellationToken
        );
}

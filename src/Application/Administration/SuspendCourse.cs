using ESchool.Application.Administration.Moderation.Decisions;
using ESchool.Application.Learning.Watching;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration;

/// <summary>
/// Takes a course off sale, whatever its instructor wants, and by choice from its students too. Checkout pages that are open are closed; videos that are being
/// watched end with the next playlist, key or segment.
/// </summary>
public sealed class SuspendCourse(SchoolDbContext db, StopWatching watching, WorkOutbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Suspends it. Doing it again with the same scope keeps the first time and reason.</summary>
    /// <param name="actor">Who does it.</param>
    /// <param name="courseId">The course.</param>
    /// <param name="reason">Why, for its instructor.</param>
    /// <param name="scope">How far it goes; null keeps what is so already, and means the sale only for a course that is not suspended.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>COURSE_SUSPENDED</c>: a decision that is in force goes further.</exception>
    public Task<Course> ExecuteAsync(Actor actor, Guid courseId, string reason, SuspensionScope? scope, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var course = await Courses.LockAsync(db, courseId, cancellationToken);
                if (
                    course.Suspension > scope
                    && await db.ModerationDecisions.InForce($"courses/{courseId}", ModerationAct.Suspend).AnyAsync(d => d.Scope > scope, cancellationToken)
                )
                {
                    throw new DomainException(
                        CatalogReasons.CourseSuspended,
                        "A decision closes {course} further: {suspend_reason}",
                        ("course", $"courses/{courseId}"),
                        ("suspend_reason", course.SuspendReason)
                    );
                }

                await db.HandOverAsync($"courses/{courseId}", ModerationAct.Suspend, cancellationToken);
                return await ApplyAsync(actor, courseId, reason, scope, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>As <see cref="ExecuteAsync"/>, for a decision, which the suspension ends with.</summary>
    internal Task<Course> ApplyAsync(Actor actor, Guid courseId, string reason, SuspensionScope? scope, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var course = await Courses.LockAsync(db, courseId, cancellationToken);
                var (before, wasOnSale) = (course.Suspension, course.PublishedVersion > 0);
                if (course.Suspend(reason, scope, clock.GetUtcNow()))
                {
                    if (wasOnSale)
                    {
                        outbox.CloseCheckouts(courseId);
                    }

                    if (course.IsAccessSuspended)
                    {
                        await watching.StopAsync(courseId, cancellationToken);
                    }

                    audit.Note(
                        actor,
                        "course.suspend",
                        $"courses/{courseId}",
                        before: new { suspended = before is not null, scope = before?.ToString() },
                        after: new
                        {
                            suspended = true,
                            scope = course.Suspension?.ToString(),
                            reason,
                        }
                    );
                    outbox.Tell(course.InstructorId, new CourseSuspended(courseId));
                    await db.SaveChangesAsync(cancellationToken);
                }

                return course;
            },
            cancellationToken
        );
}

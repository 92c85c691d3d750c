using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Identity;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Grants;

/// <summary>Access to a course that an administrator gave.</summary>
/// <param name="GrantId">Names the grant, to take it back.</param>
/// <param name="EnrollmentId">The student's enrollment.</param>
public sealed record GrantedEnrollment(Guid GrantId, Guid EnrollmentId)
{
    /// <summary>The source that the access grant is stored with.</summary>
    public static string SourceOf(Guid grantId) => $"enrollmentGrants/{grantId}";
}

/// <summary>Gives a student access to a course without a payment. The student is told; nothing is booked, and no instructor earns by it.</summary>
public sealed class GrantEnrollment(SchoolDbContext db, EnrollStudent enroll, WorkOutbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Gives it, in the version that is on sale. Who has the course by a membership only gets it for good.</summary>
    /// <exception cref="DomainException">
    /// <c>USER_NOT_FOUND</c>, <c>USER_SUSPENDED</c>, <c>COURSE_NOT_FOUND</c>, <c>OWN_COURSE</c>, <c>COURSE_SUSPENDED</c>,
    /// <c>ALREADY_ENROLLED</c>.
    /// </exception>
    public Task<GrantedEnrollment> ExecuteAsync(Actor actor, Guid studentId, Guid courseId, string reason, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                // The student's lock: of two administrators who give the same course at once, one is refused.
                var student = await Accounts.LockAsync(db, studentId, cancellationToken);
                await RequireAllowedAsync(student, courseId, cancellationToken);
                var grantId = Guid.CreateVersion7(clock.GetUtcNow());
                var enrollmentId = await enroll.ExecuteAsync(studentId, courseId, GrantedEnrollment.SourceOf(grantId), cancellationToken);
                outbox.Tell(studentId, new EnrollmentGranted(enrollmentId, courseId));
                audit.Note(
                    actor,
                    "enrollment.grant",
                    $"enrollments/{enrollmentId}",
                    after: new
                    {
                        grant = GrantedEnrollment.SourceOf(grantId),
                        student = $"users/{studentId}",
                        course = $"courses/{courseId}",
                        reason = reason.Trim(),
                    }
                );
                await db.SaveChangesAsync(cancellationToken);
                return new GrantedEnrollment(grantId, enrollmentId);
            },
            cancellationToken
        );

    private async Task RequireAllowedAsync(User student, Guid courseId, CancellationToken cancellationToken)
    {
        Accounts.RequireActive(student);

        var course =
            await db
                .Courses.Where(c => c.Id == courseId && c.DeletedAt == null && db.CurriculumVersions.Any(v => v.CourseId == c.Id))
                .Select(c => new { c.InstructorId, c.IsAccessSuspended })
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw new DomainException(CatalogReasons.CourseNotFound, "{course} does not exist, or was never published.", ("course", $"courses/{courseId}"));
        if (course.InstructorId == student.Id)
        {
            throw new DomainException(PaymentReasons.OwnCourse, "Instructors have their own courses anyway.");
        }

        if (course.IsAccessSuspended)
        {
            throw new DomainException(
                CatalogReasons.CourseSuspended,
                "An administrator keeps the students of {course} out: reinstate it before access to it is given.",
                ("course", $"courses/{courseId}")
            );
        }

        var sources = await db
            .AccessGrants.Where(g =>
                g.State == GrantState.Live && db.Enrollments.Any(e => e.Id == g.EnrollmentId && e.StudentId == student.Id && e.CourseId == courseId)
            )
            .ToListAsync(cancellationToken);
        if (sources.Exists(g => !g.IsMembership))
        {
            throw new DomainException(PaymentReasons.AlreadyEnrolled, "The student has the course {course}.", ("course", $"courses/{courseId}"));
        }
    }
}

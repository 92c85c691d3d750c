using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Merging;

/// <summary>
/// Gives an enrollment to another account, with its progress, certificates and review. It stays the same enrollment: what paid for it still decides about it,
/// so a refund of the order, which stays with whoever paid, ends the access of the new account.
/// </summary>
public sealed class MoveEnrollment(SchoolDbContext db, EnrollmentCarrier carrier, WorkOutbox outbox, AuditTrail audit)
{
    /// <summary>Moves it. Moving it where it is changes nothing.</summary>
    /// <exception cref="DomainException">
    /// <c>ENROLLMENT_NOT_FOUND</c>, <c>USER_NOT_FOUND</c>, <c>USER_SUSPENDED</c>, <c>OWN_COURSE</c>, <c>ALREADY_ENROLLED</c>, <c>ENROLLMENT_BY_MEMBERSHIP</c>,
    /// <c>CONCURRENT_CHANGE</c>.
    /// </exception>
    public Task<Enrollment> ExecuteAsync(Actor actor, Guid enrollmentId, Guid studentId, string reason, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var enrollment = await LockAsync(enrollmentId, studentId, cancellationToken);
                if (enrollment.StudentId == studentId)
                {
                    return enrollment;
                }

                await RequireAllowedAsync(enrollment, studentId, cancellationToken);
                var before = enrollment.StudentId;
                await carrier.MoveAsync(enrollment, studentId, cancellationToken);
                outbox.Tell(before, new EnrollmentMoved(enrollment.Id, enrollment.CourseId, IsHere: false));
                outbox.Tell(studentId, new EnrollmentMoved(enrollment.Id, enrollment.CourseId, IsHere: true));
                audit.Note(
                    actor,
                    "enrollment.move",
                    $"enrollments/{enrollmentId}",
                    before: new { student = $"users/{before}" },
                    after: new { student = $"users/{studentId}", reason = reason.Trim() }
                );
                await db.SaveChangesAsync(cancellationToken);
                return enrollment;
            },
            cancellationToken
        );

    /// <summary>The two accounts first, in the order of their ids, then the enrollment: as whoever enrolls a student does.</summary>
    private async Task<Enrollment> LockAsync(Guid enrollmentId, Guid studentId, CancellationToken cancellationToken)
    {
        var present = await db.Enrollments.Where(e => e.Id == enrollmentId).Select(e => (Guid?)e.StudentId).SingleOrDefaultAsync(cancellationToken);
        if (present is null)
        {
            throw Enrollments.NotFound(enrollmentId);
        }

        await db.Users.Where(u => u.Id == present || u.Id == studentId).OrderBy(u => u.Id).ForNoKeyUpdate().LockAsync(cancellationToken);
        var enrollment = await db.Enrollments.Where(e => e.Id == enrollmentId).ForUpdate().SingleAsync(cancellationToken);
        return enrollment.StudentId == present || enrollment.StudentId == studentId
            ? enrollment
            : throw new DomainException(CallReasons.ConcurrentChange, "The enrollment was moved at the same moment; read it again.");
    }

    private async Task RequireAllowedAsync(Enrollment enrollment, Guid studentId, CancellationToken cancellationToken)
    {
        var student = await Accounts.FindAsync(db, studentId, cancellationToken);
        Accounts.RequireActive(student);

        var course = $"courses/{enrollment.CourseId}";
        if (await carrier.WorkedOnBy(studentId, [enrollment.CourseId]).AnyAsync(cancellationToken))
        {
            throw new DomainException(PaymentReasons.OwnCourse, "Who works on a course does not learn it by another's enrollment.");
        }

        // Also one that has ended: it has progress, certificates and a review of its own.
        if (await db.Enrollments.AnyAsync(e => e.StudentId == studentId && e.CourseId == enrollment.CourseId, cancellationToken))
        {
            throw new DomainException(PaymentReasons.AlreadyEnrolled, "The student has the course {course}.", ("course", course));
        }

        // A membership is somebody's: what they watched in it divides what they paid, and what it opens ends with it.
        var grants = await db.AccessGrants.Where(g => g.EnrollmentId == enrollment.Id).ToListAsync(cancellationToken);
        if (grants.Exists(g => g.IsMembership))
        {
            throw new DomainException(
                AdministrationReasons.EnrollmentByMembership,
                "A membership gives, or gave, access to {enrollment}.",
                ("enrollment", $"enrollments/{enrollment.Id}")
            );
        }
    }
}

using ESchool.Application.Catalog.Reviews.Authorship;
using ESchool.Data;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration.Merging;

/// <summary>Gives enrollments to another account, with what belongs to them. The caller has locked both accounts and the enrollments.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class EnrollmentCarrier(SchoolDbContext db, FollowAuthorship authorship, TimeProvider clock)
{
    /// <summary>
    /// Of some courses, those that a user works on: the review would go along with an enrollment, and nobody reviews what they work on.
    /// </summary>
    internal IQueryable<Guid> WorkedOnBy(Guid userId, IReadOnlyCollection<Guid> courseIds) =>
        db
            .Courses.Where(c => courseIds.Contains(c.Id) && (c.InstructorId == userId || db.CoAuthors.Any(a => a.CourseId == c.Id && a.UserId == userId)))
            .Select(c => c.Id);

    /// <summary>Gives it to an account that has none in the course.</summary>
    internal async Task MoveAsync(Enrollment enrollment, Guid studentId, CancellationToken cancellationToken)
    {
        var before = enrollment.StudentId;
        enrollment.MoveTo(studentId, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await CertificatesAsync(enrollment, cancellationToken);
        await ReviewAsync(enrollment.CourseId, before, studentId, cancellationToken);
        await authorship.ExecuteAsync(enrollment.CourseId, studentId, cancellationToken);
    }

    /// <summary>
    /// Two enrollments in a course change places. A student is in a course once, so each step needs a place that is free: that of a user who does not exist,
    /// until the constraints are checked.
    /// </summary>
    internal async Task ChangePlacesAsync(Enrollment one, Enrollment other, CancellationToken cancellationToken)
    {
        var (first, second, nobody) = (one.StudentId, other.StudentId, Guid.NewGuid());
        await db.Database.ExecuteSqlAsync(
            $"SET CONSTRAINTS learning.fk_enrollments_users_student_id, catalog.fk_reviews_users_student_id DEFERRED",
            cancellationToken
        );
        foreach (var (enrollment, student) in new[] { (one, nobody), (other, first), (one, second) })
        {
            enrollment.MoveTo(student, clock.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
        }

        await ReviewAsync(one.CourseId, first, nobody, cancellationToken);
        await ReviewAsync(one.CourseId, second, first, cancellationToken);
        await ReviewAsync(one.CourseId, nobody, second, cancellationToken);
        await CertificatesAsync(one, cancellationToken);
        await CertificatesAsync(other, cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"SET CONSTRAINTS learning.fk_enrollments_users_student_id, catalog.fk_reviews_users_student_id IMMEDIATE",
            cancellationToken
        );
    }

    /// <summary>They keep the name that is printed on them, until they are issued anew.</summary>
    private Task CertificatesAsync(Enrollment enrollment, CancellationToken cancellationToken)
    {
        var (id, learner) = (enrollment.Id, enrollment.StudentId);
        return db.Certificates.Where(c => c.EnrollmentId == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.LearnerId, learner), cancellationToken);
    }

    private Task ReviewAsync(Guid courseId, Guid before, Guid after, CancellationToken cancellationToken) =>
        db
            .Reviews.Where(r => r.CourseId == courseId && r.StudentId == before)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.StudentId, after), cancellationToken);
}

using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning;

/// <summary>Notices that the last required lesson was completed and asks for the certificate, in the transaction that completed it.</summary>
public sealed class CourseCompletion(SchoolDbContext db, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>Looks whether the course is complete now; the enrollment must be locked. The caller saves.</summary>
    /// <param name="enrollment">The locked enrollment.</param>
    /// <param name="justCompleted">The lesson completed in this unit of work, not saved yet.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public async Task CheckAsync(Enrollment enrollment, Guid justCompleted, CancellationToken cancellationToken)
    {
        var required = await db.CurriculumLessons.Where(l => l.VersionId == enrollment.CurriculumVersionId && l.Required).Select(l => l.LessonId).ToListAsync(cancellationToken);
        var completed = await db.LessonProgress.Where(p => p.EnrollmentId == enrollment.Id && p.CompletedAt != null).Select(p => p.LessonId).ToListAsync(cancellationToken);
        if (enrollment.CompleteIfDone(required, completed.Append(justCompleted).ToHashSet(), clock.GetUtcNow()))
        {
            outbox.Add(WorkKinds.IssueCertificate, new CertificateWork(enrollment.Id, Guid.CreateVersion7(clock.GetUtcNow())), enrollment.Id.ToString());
            outbox.Tell(enrollment.StudentId, "course.completed", $"enrollments/{enrollment.Id}");
        }
    }
}

using ESchool.Data;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning;

/// <summary>Enrolls a student in the version of a course that is on sale; called inside the transaction that records the payment.</summary>
public sealed class EnrollStudent(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Finds the student's live enrollment or makes one; the caller saves.</summary>
    public async Task<Guid> ExecuteAsync(Guid studentId, Guid courseId, CancellationToken cancellationToken)
    {
        var live = await db.Enrollments.Where(e => e.StudentId == studentId && e.CourseId == courseId && e.State == EnrollmentState.Active).Select(e => e.Id).SingleOrDefaultAsync(cancellationToken);
        if (live != Guid.Empty)
        {
            return live;
        }

        var versionId = await db.CurriculumVersions.Where(v => v.CourseId == courseId).OrderByDescending(v => v.Number).Select(v => v.Id).FirstAsync(cancellationToken);
        var enrollment = new Enrollment(studentId, courseId, versionId, clock.GetUtcNow());
        db.Enrollments.Add(enrollment);
        return enrollment.Id;
    }
}

using ESchool.Data;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.People;

/// <summary>An enrollment, as staff see it.</summary>
/// <param name="Id">The enrollment.</param>
/// <param name="CourseId">In what.</param>
/// <param name="CourseTitle">The course's title now.</param>
/// <param name="State">Whether the student may learn.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CompletedAt">When the course was completed; null before.</param>
/// <param name="Sources">What gives access now, resource names such as <c>orders/…</c>.</param>
public sealed record EnrollmentRow(
    Guid Id,
    Guid CourseId,
    string CourseTitle,
    EnrollmentState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? CompletedAt,
    IReadOnlyList<string> Sources
)
{
    /// <summary>A student's enrollments, the newest first.</summary>
    internal static IQueryable<EnrollmentRow> NewestOf(SchoolDbContext db, Guid studentId, Guid? before, int count) =>
        db
            .Enrollments.AsNoTracking()
            .Where(e => e.StudentId == studentId && (before == null || e.Id < before))
            .OrderByDescending(e => e.Id)
            .Take(count)
            .Join(db.Courses, e => e.CourseId, c => c.Id, (e, c) => new { Enrollment = e, c.Text.Title })
            .OrderByDescending(row => row.Enrollment.Id)
            .Select(row => new EnrollmentRow(
                row.Enrollment.Id,
                row.Enrollment.CourseId,
                row.Title,
                row.Enrollment.State,
                row.Enrollment.CreatedAt,
                row.Enrollment.CompletedAt,
                db.AccessGrants.Where(g => g.EnrollmentId == row.Enrollment.Id && g.State == GrantState.Live).OrderBy(g => g.Id).Select(g => g.Source).ToList()
            ));
}

using ESchool.Application.Catalog.Authors;
using ESchool.Application.Learning.Progress;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Students;

/// <summary>A student with every lesson explained.</summary>
/// <param name="Row">The student, as in the list.</param>
/// <param name="Progress">What the student is told of their progress.</param>
public sealed record StudentReport(StudentRow Row, ProgressReport Progress);

/// <summary>Reads one student of a course that the caller works on.</summary>
public sealed class GetStudent(SchoolDbContext db, CourseAuthors authors, Roster roster, ExplainProgress progress)
{
    /// <summary>Reads them, with what <see cref="ExplainProgress"/> tells the student.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>STUDENT_NOT_FOUND</c>.</exception>
    public async Task<StudentReport> ExecuteAsync(Actor actor, Guid courseId, Guid studentId, CancellationToken cancellationToken)
    {
        await authors.FindAsync(actor, courseId, AuthorRole.Assistant, cancellationToken);
        var enrollment = db.Enrollments.AsNoTracking().Where(e => e.CourseId == courseId && e.StudentId == studentId);
        var rows = await roster.ReadAsync(enrollment, cancellationToken);
        return rows is [var row]
            ? new StudentReport(row, await progress.ExplainAsync(enrollment, cancellationToken))
            : throw new DomainException(LearningReasons.StudentNotFound, "{student} does not exist.", ("student", $"courses/{courseId}/students/{studentId}"));
    }
}

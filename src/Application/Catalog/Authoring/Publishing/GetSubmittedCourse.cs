using ESchool.Application.Catalog.Authors;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authoring.Publishing;

/// <summary>Reads a course as it was submitted, for staff who review it. The look is in the audit log.</summary>
public sealed class GetSubmittedCourse(SchoolDbContext db, AuditTrail audit)
{
    /// <summary>Reads it with sections and lessons.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>: also when it was never submitted.</exception>
    public async Task<Course> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken)
    {
        var course =
            await db
                .Courses.AsNoTracking()
                .Where(CourseDrafts.WasSubmitted)
                .Include(c => c.Sections)
                    .ThenInclude(s => s.Lessons)
                .AsSplitQuery()
                .SingleOrDefaultAsync(c => c.Id == courseId, cancellationToken)
            ?? throw CourseAuthors.NotFound(courseId);
        audit.Note(actor, "course.read_submitted", $"courses/{courseId}");
        await db.SaveChangesAsync(cancellationToken);
        return course;
    }
}

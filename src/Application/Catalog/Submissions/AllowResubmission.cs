using ESchool.Application.Catalog.Authors;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Submissions;

/// <summary>Lets a course that was declined be submitted again.</summary>
public sealed class AllowResubmission(SchoolDbContext db, AuditTrail audit)
{
    /// <summary>Allows it. Of a course that is not declined it changes nothing.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public Task<Course> ExecuteAsync(Actor actor, Guid courseId, string reason, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var course =
                    await db.Courses.Where(c => c.Id == courseId && c.DeletedAt == null).ForNoKeyUpdate().SingleOrDefaultAsync(cancellationToken)
                    ?? throw CourseAuthors.NotFound(courseId);
                if (course.AllowResubmission())
                {
                    audit.Note(actor, "course.allow_resubmission", $"courses/{courseId}", after: new { reason });
                    await db.SaveChangesAsync(cancellationToken);
                }

                return course;
            },
            cancellationToken
        );
}

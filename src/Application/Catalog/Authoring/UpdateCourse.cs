using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring;

/// <summary>Changes the words that describe a course.</summary>
public sealed class UpdateCourse(SchoolDbContext db, CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Changes what <paramref name="change"/> makes of the present text.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>COURSE_IN_REVIEW</c>, <c>ETAG_STALE</c>.</exception>
    public async Task<Course> ExecuteAsync(Actor actor, Guid courseId, uint? etag, Func<CourseText, CourseText> change, CancellationToken cancellationToken)
    {
        var course = await drafts.LoadAsync(actor, courseId, etag, cancellationToken);
        course.Edit(change(course.Text), clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return course;
    }
}

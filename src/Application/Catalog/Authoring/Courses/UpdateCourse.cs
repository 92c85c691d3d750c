using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Courses;

/// <summary>Changes the words that describe a course.</summary>
public sealed class UpdateCourse(CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Changes what <paramref name="change"/> makes of the present text.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>COURSE_IN_REVIEW</c>, <c>ETAG_STALE</c>.</exception>
    public Task<Course> ExecuteAsync(Actor actor, Guid courseId, uint? etag, Func<CourseText, CourseText> change, CancellationToken cancellationToken) =>
        drafts.EditAsync(
            actor,
            courseId,
            etag,
            course =>
            {
                course.Edit(change(course.Text), clock.GetUtcNow());
                return Task.FromResult(course);
            },
            cancellationToken
        );
}

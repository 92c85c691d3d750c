using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Courses;

/// <summary>Changes the words that describe a course.</summary>
public sealed class UpdateCourse(CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Changes what <paramref name="change"/> makes of the present text. What changes nothing, because it is sent again, is not refused.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>COURSE_IN_REVIEW</c>, <c>ETAG_STALE</c>.</exception>
    public Task<Course> ExecuteAsync(Actor actor, Guid courseId, uint? etag, Func<CourseText, CourseText> change, CancellationToken cancellationToken) =>
        drafts.EditAsync(
            actor,
            courseId,
            course =>
            {
                var changed = change(course.Text);
                if (!changed.SaysTheSame(course.Text))
                {
                    CourseDrafts.RequireEtag(course.RowVersion, etag);
                    course.Edit(changed, clock.GetUtcNow());
                }

                return course;
            },
            cancellationToken
        );
}

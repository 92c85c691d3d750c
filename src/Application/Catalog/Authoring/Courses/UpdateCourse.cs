using ESchool.Application.Catalog.Authors;
using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Courses;

/// <summary>Changes the words that describe a course.</summary>
public sealed class UpdateCourse(CourseDrafts drafts, CourseAssets assets, TimeProvider clock)
{
    /// <summary>Changes what <paramref name="change"/> makes of the present text. What changes nothing, because it is sent again, is not refused.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>ASSET_NOT_FOUND</c>, <c>COURSE_IN_REVIEW</c>, <c>ETAG_STALE</c>.</exception>
    public Task<Course> ExecuteAsync(Actor actor, Guid courseId, uint? etag, Func<CourseText, CourseText> change, CancellationToken cancellationToken) =>
        drafts.EditAsync(
            actor,
            courseId,
            etag: null,
            async course =>
            {
                var changed = change(course.Text);
                if (!changed.SaysTheSame(course.Text))
                {
                    CourseDrafts.RequireEtag(course.RowVersion, etag);
                    if (changed.PromotionalVideo is { } video)
                    {
                        await assets.RequireAsync(actor, course, video, cancellationToken);
                    }

                    course.Edit(changed, clock.GetUtcNow());
                }

                return course;
            },
            cancellationToken
        );
}

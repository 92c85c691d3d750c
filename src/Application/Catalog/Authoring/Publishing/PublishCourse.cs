using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authoring.Publishing;

/// <summary>Publishes an approved draft as the next curriculum version, or puts a course back on sale as it was.</summary>
public sealed class PublishCourse(SchoolDbContext db, CourseDrafts drafts, CourseSlugs slugs, TimeProvider clock)
{
    /// <summary>Publishes it. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>COURSE_STATE_WRONG</c>, <c>COURSE_NOT_FULFILLABLE</c>, <c>COURSE_SUSPENDED</c>, <c>ETAG_STALE</c>.
    /// </exception>
    public Task<Course> ExecuteAsync(Actor actor, Guid courseId, uint? etag, CancellationToken cancellationToken) =>
        drafts.EditAsync(
            actor,
            courseId,
            etag: null,
            async course =>
            {
                if (course.IsOnSaleAsItIs)
                {
                    return course;
                }

                CourseDrafts.RequireEtag(course.RowVersion, etag);
                if (!course.Republish())
                {
                    var name = await db.Users.Where(u => u.Id == course.InstructorId).Select(u => u.DisplayName).SingleAsync(cancellationToken);
                    db.CurriculumVersions.Add(course.Publish(await drafts.PlayableSecondsAsync(course, cancellationToken), name, clock.GetUtcNow()));
                    await slugs.AssignAsync(course, cancellationToken);
                }

                return course;
            },
            cancellationToken
        );
}

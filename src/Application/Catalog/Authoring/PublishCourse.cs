using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authoring;

/// <summary>Publishes an approved draft as the next curriculum version, or puts a course back on sale as it was.</summary>
public sealed class PublishCourse(SchoolDbContext db, CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Publishes it.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>COURSE_STATE_WRONG</c>, <c>COURSE_NOT_FULFILLABLE</c>, <c>COURSE_SUSPENDED</c>, <c>ETAG_STALE</c>.
    /// </exception>
    public async Task<Course> ExecuteAsync(Actor actor, Guid courseId, uint? etag, CancellationToken cancellationToken)
    {
        var course = await drafts.LoadAsync(actor, courseId, etag, cancellationToken);
        if (course.Republish())
        {
            await db.SaveChangesAsync(cancellationToken);
            return course;
        }

        var name = await db.Users.Where(u => u.Id == actor.UserId).Select(u => u.DisplayName).SingleAsync(cancellationToken);
        db.CurriculumVersions.Add(course.Publish(await drafts.PlayableSecondsAsync(course, cancellationToken), name, clock.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        return course;
    }
}

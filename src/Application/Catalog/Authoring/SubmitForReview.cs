using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring;

/// <summary>Hands a draft to the reviewers.</summary>
public sealed class SubmitForReview(SchoolDbContext db, CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Submits it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>COURSE_STATE_WRONG</c>, <c>COURSE_NOT_FULFILLABLE</c>, <c>ETAG_STALE</c>.</exception>
    public async Task<Course> ExecuteAsync(Actor actor, Guid courseId, uint? etag, CancellationToken cancellationToken)
    {
        var course = await drafts.LoadAsync(actor, courseId, etag, cancellationToken);
        course.Submit(await drafts.PlayableSecondsAsync(course, cancellationToken), clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return course;
    }
}

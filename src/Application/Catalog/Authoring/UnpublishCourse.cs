using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring;

/// <summary>Takes a course of the caller's off sale. Whoever has it keeps it; checkout pages that are open are closed.</summary>
public sealed class UnpublishCourse(SchoolDbContext db, CourseDrafts drafts, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>Takes it off sale. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>COURSE_NOT_ON_SALE</c>: it was never published.</exception>
    public async Task<Course> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken)
    {
        var course = await drafts.LoadAsync(actor, courseId, etag: null, cancellationToken);
        var wasOnSale = course.PublishedVersion > 0;
        course.Unpublish(clock.GetUtcNow());
        if (wasOnSale)
        {
            outbox.CloseCheckouts(courseId);
        }

        await db.SaveChangesAsync(cancellationToken);
        return course;
    }
}

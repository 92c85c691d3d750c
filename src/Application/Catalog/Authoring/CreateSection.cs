using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring;

/// <summary>Adds a section at the end of a draft.</summary>
public sealed class CreateSection(SchoolDbContext db, CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Adds it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>COURSE_IN_REVIEW</c>.</exception>
    public async Task<Section> ExecuteAsync(Actor actor, Guid courseId, string title, CancellationToken cancellationToken)
    {
        var course = await drafts.LoadAsync(actor, courseId, etag: null, cancellationToken);
        var section = course.AddSection(title, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return section;
    }
}

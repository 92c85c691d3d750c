using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;

namespace ESchool.Application.Catalog.Authoring.Courses;

/// <summary>Makes a new draft of a course of the caller's.</summary>
public sealed class DuplicateCourse(SchoolDbContext db, CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Copies words, cover, price, sections and lessons. The lessons play the same videos.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>.</exception>
    public async Task<Course> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken)
    {
        var copy = (await drafts.ReadAsync(actor, courseId, AuthorRole.Owner, cancellationToken)).Duplicate(clock.GetUtcNow());
        db.Courses.Add(copy);
        await db.SaveChangesAsync(cancellationToken);
        return copy;
    }
}

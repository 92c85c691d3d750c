using ESchool.Application.Catalog.Authors;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Courses;

/// <summary>Makes an empty draft.</summary>
public sealed class CreateCourse(SchoolDbContext db, CourseAssets assets, TimeProvider clock)
{
    /// <summary>Makes it.</summary>
    /// <exception cref="DomainException"><c>ASSET_NOT_FOUND</c>: of the promotional video.</exception>
    public async Task<Course> ExecuteAsync(Actor actor, CourseText text, CancellationToken cancellationToken)
    {
        var course = new Course(actor.UserId, text, clock.GetUtcNow());
        if (text.PromotionalVideo is { } video)
        {
            await assets.RequireAsync(actor, course, video, cancellationToken);
        }

        db.Courses.Add(course);
        await db.SaveChangesAsync(cancellationToken);
        return course;
    }
}

using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Courses;

/// <summary>Makes an empty draft.</summary>
public sealed class CreateCourse(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Makes it.</summary>
    public async Task<Course> ExecuteAsync(Actor actor, CourseText text, CancellationToken cancellationToken)
    {
        var course = new Course(actor.UserId, text, clock.GetUtcNow());
        db.Courses.Add(course);
        await db.SaveChangesAsync(cancellationToken);
        return course;
    }
}

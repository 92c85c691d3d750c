using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authoring.Courses;

/// <summary>Brings a deleted course of the caller's back.</summary>
public sealed class RestoreCourse(SchoolDbContext db, CourseDrafts drafts)
{
    /// <summary>Restores it. One that is not deleted stays as it is.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>: also when it is gone for good.</exception>
    public Task<Course> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var deleted = await db
                    .Courses.Where(c => c.Id == courseId && c.InstructorId == actor.UserId && c.DeletedAt != null)
                    .ForNoKeyUpdate()
                    .SingleOrDefaultAsync(cancellationToken);
                deleted?.Restore();
                await db.SaveChangesAsync(cancellationToken);
                return await drafts.ReadAsync(actor, courseId, AuthorRole.Owner, cancellationToken);
            },
            cancellationToken
        );
}

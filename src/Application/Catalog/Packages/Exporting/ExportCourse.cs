using ESchool.Application.Catalog.Authoring;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Catalog.Packages;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Packages.Exporting;

/// <summary>Asks for a course of the caller's as one file.</summary>
public sealed class ExportCourse(SchoolDbContext db, CourseDrafts drafts, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>Asks for it; one that is being written is answered instead.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>.</exception>
    public Task<CourseExport> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                // The course's row is the lock: of two requests at once, the second finds the first's.
                await db.Courses.Where(c => c.Id == courseId).ForNoKeyUpdate().LockAsync(cancellationToken);
                var course = await drafts.ReadAsync(actor, courseId, AuthorRole.Owner, cancellationToken);
                if (
                    await db
                        .CourseExports.AsNoTracking()
                        .SingleOrDefaultAsync(e => e.CourseId == courseId && e.State == CourseExportState.Preparing, cancellationToken) is
                    { } preparing
                )
                {
                    return preparing;
                }

                var export = new CourseExport(course.InstructorId, courseId, clock.GetUtcNow());
                db.CourseExports.Add(export);
                outbox.Add(new CourseExportWork(export.Id), export.Id.ToString());
                await db.SaveChangesAsync(cancellationToken);
                return export;
            },
            cancellationToken
        );
}

using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Packages;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Packages.Importing;

/// <summary>Gives an import up. An attempt that runs finds out within seconds, and deletes what it has stored.</summary>
public sealed class CancelCourseImport(SchoolDbContext db, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>Gives it up. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>COURSE_IMPORT_NOT_FOUND</c>, <c>IMPORT_STATE_WRONG</c>: it has ended.</exception>
    public Task<CourseImport> ExecuteAsync(Actor actor, Guid importId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var import =
                    await OwnImports.Of(db.CourseImports, actor).Where(i => i.Id == importId).ForNoKeyUpdate().SingleOrDefaultAsync(cancellationToken)
                    ?? throw OwnImports.NotFound(importId);
                if (import.State != CourseImportState.Canceled)
                {
                    import.Cancel(clock.GetUtcNow());
                    outbox.Add(new DocumentWork(Upload.PackageKeyOf(import.InstructorId, import.UploadId)), $"course.import:{import.Id}");
                    await db.SaveChangesAsync(cancellationToken);
                }

                return import;
            },
            cancellationToken
        );
}

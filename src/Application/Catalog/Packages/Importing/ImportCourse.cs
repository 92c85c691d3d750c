using ESchool.Application.Media.Uploading;
using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Packages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Catalog.Packages.Importing;

/// <summary>Ends the upload of a package, and asks for a draft of it.</summary>
public sealed class ImportCourse(
    SchoolDbContext db,
    Uploads uploads,
    ObjectStorage storage,
    WorkOutbox outbox,
    IOptions<PackageOptions> options,
    TimeProvider clock
)
{
    /// <summary>Asks for it. Of one upload there is one import, however often it is asked for.</summary>
    /// <exception cref="DomainException">
    /// <c>UPLOAD_NOT_FOUND</c>, <c>UPLOAD_STATE_WRONG</c>, <c>UPLOAD_INCOMPLETE</c>, <c>IMPORTS_OPEN</c>, <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public async Task<CourseImport> ExecuteAsync(Actor actor, Guid uploadId, CancellationToken cancellationToken)
    {
        var upload = await uploads.LoadPackageAsync(actor, uploadId, cancellationToken);
        if (await FindAsync(uploadId, cancellationToken) is { } known)
        {
            return known;
        }

        upload.RequireOpen(clock.GetUtcNow());
        await RequireFewAsync(actor, cancellationToken);
        await uploads.JoinAsync(upload, storage.DocumentsBucket, upload.PackageKey, cancellationToken);
        return await db.InTransactionAsync(
            async () =>
            {
                // The user's row is the lock: of two calls at once, the second finds the first's import, and counts it.
                await db.Users.Where(u => u.Id == actor.UserId).ForNoKeyUpdate().LockAsync(cancellationToken);
                if (await FindAsync(uploadId, cancellationToken) is { } first)
                {
                    return first;
                }

                await RequireFewAsync(actor, cancellationToken);
                var import = new CourseImport(actor.UserId, uploadId, upload.SizeBytes, clock.GetUtcNow());
                upload.Complete();
                db.CourseImports.Add(import);
                outbox.Add(new CourseImportWork(import.Id), import.Id.ToString());
                await db.SaveChangesAsync(cancellationToken);
                return import;
            },
            cancellationToken
        );
    }

    private Task<CourseImport?> FindAsync(Guid uploadId, CancellationToken cancellationToken) =>
        db.CourseImports.AsNoTracking().SingleOrDefaultAsync(i => i.UploadId == uploadId, cancellationToken);

    private async Task RequireFewAsync(Actor actor, CancellationToken cancellationToken)
    {
        var open = await db.CourseImports.CountAsync(
            i => i.InstructorId == actor.UserId && (i.State == CourseImportState.Uploaded || i.State == CourseImportState.Running),
            cancellationToken
        );
        if (open >= options.Value.MaximumOpenImports)
        {
            throw new DomainException(
                CatalogReasons.ImportsOpen,
                "{maximum} imports wait or run already; this one can be asked for when one of them has ended.",
                ("maximum", options.Value.MaximumOpenImports)
            );
        }
    }
}

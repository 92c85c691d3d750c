using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Administration.Exports;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Exports;

/// <summary>Deletes the files of exports that have expired; run every hour.</summary>
public sealed class ExpireExports(SchoolDbContext db, Sweep sweep, ObjectStorage storage, TimeProvider clock)
{
    /// <summary>Deletes up to 100 of them.</summary>
    /// <returns>How many were deleted.</returns>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken) =>
        sweep.RunAsync<ExpireExports>(
            "expire-exports",
            Expired().OrderBy(e => e.ExpiresAt).Select(e => e.Id),
            (expire, id) => expire.OneAsync(id, cancellationToken),
            cancellationToken
        );

    private IQueryable<TableExport> Expired()
    {
        var now = clock.GetUtcNow();
        return db.TableExports.Where(e => e.State == ExportState.Done && e.ExpiresAt <= now);
    }

    private async Task<bool> OneAsync(Guid exportId, CancellationToken cancellationToken)
    {
        if (await Expired().SingleOrDefaultAsync(e => e.Id == exportId, cancellationToken) is not { } export)
        {
            return false;
        }

        await storage.DeleteAllAsync(storage.DocumentsBucket, export.Folder, cancellationToken);
        export.Expire();
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

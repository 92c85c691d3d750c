using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Privacy;

/// <summary>Deletes the files of exports that have expired; run every hour.</summary>
public sealed class ExpireDataExports(SchoolDbContext db, ObjectStorage storage, TimeProvider clock)
{
    /// <summary>Deletes up to 100 of them.</summary>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var expired = await db.DataExports.Where(e => e.State == DataExportState.Succeeded && e.ExpiresAt <= now).OrderBy(e => e.ExpiresAt).Take(100).ToListAsync(cancellationToken);
        foreach (var export in expired)
        {
            await storage.DeleteAsync(storage.DocumentsBucket, export.ObjectKey, cancellationToken);
            export.Expire();
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}

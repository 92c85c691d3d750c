using ESchool.Application.Storage;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Privacy;

/// <summary>Reads an export of the caller.</summary>
public sealed class GetDataExport(SchoolDbContext db, ObjectStorage storage, TimeProvider clock)
{
    private static readonly TimeSpan DownloadLifetime = TimeSpan.FromMinutes(10);

    /// <summary>Reads it, with an address to download it once it is ready; empty before and after.</summary>
    /// <exception cref="DomainException"><c>DATA_EXPORT_NOT_FOUND</c>: also for anybody else's.</exception>
    public async Task<(DataExport Export, string DownloadUrl)> ExecuteAsync(Actor actor, Guid exportId, CancellationToken cancellationToken)
    {
        var export =
            await db.DataExports.AsNoTracking().SingleOrDefaultAsync(e => e.Id == exportId && e.UserId == actor.UserId, cancellationToken)
            ?? throw new DomainException(IdentityReasons.DataExportNotFound, "{data_export} does not exist.", ("data_export", $"dataExports/{exportId}"));
        var ready = export.State == DataExportState.Succeeded && export.ExpiresAt > clock.GetUtcNow();
        return (export, ready ? storage.SignGet(storage.DocumentsBucket, export.ObjectKey, DownloadLifetime, "e-school-data.zip").Url : "");
    }
}

using ESchool.Application.Storage;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Administration.Exports;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Exports;

/// <summary>An export, and where it can be downloaded.</summary>
/// <param name="Export">The export.</param>
/// <param name="Url">An address that works for minutes; empty while there is nothing to download.</param>
/// <param name="UrlExpiresAt">When the address stops working; null without one.</param>
public sealed record ReadyTable(TableExport Export, string Url, DateTimeOffset? UrlExpiresAt);

/// <summary>Reads an export, of any administrator. Whoever gets an address is in the audit log.</summary>
public sealed class GetExport(SchoolDbContext db, ObjectStorage storage, AuditTrail audit, TimeProvider clock)
{
    private static readonly TimeSpan DownloadLifetime = TimeSpan.FromMinutes(10);

    /// <summary>Addresses are signed a moment later, and to the second.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>EXPORT_NOT_FOUND</c>.</exception>
    public async Task<ReadyTable> ExecuteAsync(Actor actor, Guid exportId, CancellationToken cancellationToken)
    {
        var export = await db.TableExports.AsNoTracking().SingleOrDefaultAsync(e => e.Id == exportId, cancellationToken) ?? throw NotFound(exportId);
        var left = (export.ExpiresAt ?? default) - clock.GetUtcNow() - Margin;
        if (export.State != ExportState.Done || left <= TimeSpan.Zero)
        {
            return new ReadyTable(export, "", null);
        }

        audit.Note(actor, "export.download", $"exports/{export.Id}", after: StartExport.AskedFor(export));
        await db.SaveChangesAsync(cancellationToken);
        var (url, expiresAt) = storage.SignGet(storage.DocumentsBucket, export.ObjectKey, left < DownloadLifetime ? left : DownloadLifetime, export.FileName);
        return new ReadyTable(export, url, expiresAt);
    }

    /// <summary>The refusal for an export that is not there.</summary>
    internal static DomainException NotFound(Guid exportId) =>
        new(AdministrationReasons.ExportNotFound, "{export} does not exist.", ("export", $"exports/{exportId}"));
}

using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Exports;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Exports;

/// <summary>Gives an export up, of any administrator. An attempt that runs finds out within seconds, and deletes what it has stored.</summary>
public sealed class CancelExport(SchoolDbContext db, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Gives it up. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>EXPORT_NOT_FOUND</c>, <c>EXPORT_STATE_WRONG</c>: it has ended.</exception>
    public Task<TableExport> ExecuteAsync(Actor actor, Guid exportId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var export =
                    await db.TableExports.Where(e => e.Id == exportId).ForNoKeyUpdate().SingleOrDefaultAsync(cancellationToken)
                    ?? throw GetExport.NotFound(exportId);
                var before = export.State;
                if (export.Cancel(clock.GetUtcNow()))
                {
                    audit.Note(actor, "export.cancel", $"exports/{export.Id}", before: new { state = before.ToString() });
                    await db.SaveChangesAsync(cancellationToken);
                }

                return export;
            },
            cancellationToken
        );
}

using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Privacy;

/// <summary>Asks for a ZIP of everything held about the caller.</summary>
public sealed class RequestDataExport(SchoolDbContext db, WorkOutbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Asks for it; one that is being made or less than a day old is answered instead.</summary>
    public Task<DataExport> ExecuteAsync(Actor actor, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                // The user's row is the lock: of two requests at once, the second finds the first's.
                await db.Users.Where(u => u.Id == actor.UserId).ForUpdate().LockAsync(cancellationToken);
                var since = clock.GetUtcNow() - DataExport.Interval;
                var recent = await db
                    .DataExports.AsNoTracking()
                    .Where(e =>
                        e.UserId == actor.UserId && (e.State == DataExportState.Preparing || (e.State == DataExportState.Succeeded && e.RequestedAt > since))
                    )
                    .OrderByDescending(e => e.Id)
                    .FirstOrDefaultAsync(cancellationToken);
                if (recent is not null)
                {
                    return recent;
                }

                var export = new DataExport(actor.UserId, clock.GetUtcNow());
                db.DataExports.Add(export);
                audit.Note(actor, "data_export.request", $"dataExports/{export.Id}");
                outbox.Add(new DataExportWork(export.Id), export.Id.ToString());
                await db.SaveChangesAsync(cancellationToken);
                return export;
            },
            cancellationToken
        );
}

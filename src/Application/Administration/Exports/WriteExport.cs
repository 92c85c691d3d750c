using ESchool.Application.Media.Transcoding;
using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain.Administration.Exports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Administration.Exports;

/// <summary>
/// Writes the file of an export. Killed at any moment, the next attempt begins anew under its own name. An attempt that comes late, or whose export was given
/// up, deletes what it wrote and changes nothing.
/// </summary>
public sealed class WriteExport(
    SchoolDbContext db,
    ObjectStorage storage,
    ExportReader reader,
    ExportFileWriter writer,
    WorkOutbox outbox,
    TimeProvider clock,
    ILogger<WriteExport> logger
) : IHandle<TableExportWork>, IGiveUp<TableExportWork>
{
    Task IHandle<TableExportWork>.HandleAsync(TableExportWork work, CancellationToken cancellationToken) => ExecuteAsync(work.ExportId, cancellationToken);

    async Task IGiveUp<TableExportWork>.GiveUpAsync(TableExportWork work, Exception fault, CancellationToken cancellationToken)
    {
        if (await FindAsync(work.ExportId, cancellationToken) is { } export)
        {
            await storage.DeleteAllAsync(storage.DocumentsBucket, export.Folder, cancellationToken);
            export.Fail(clock.GetUtcNow());
            await SaveEndAsync(export, cancellationToken);
        }
    }

    /// <summary>Writes it. One that has ended stays as it is.</summary>
    public async Task ExecuteAsync(Guid exportId, CancellationToken cancellationToken)
    {
        if (await FindAsync(exportId, cancellationToken) is not { } export || !await BeginAsync(export, cancellationToken))
        {
            return;
        }

        try
        {
            // What is left of an attempt that was killed.
            await storage.DeleteAllAsync(storage.DocumentsBucket, export.Folder, cancellationToken);
            await AttemptAsync(export, cancellationToken);
        }
        catch (Exception late) when (late is DbUpdateConcurrencyException or AttemptSupersededException)
        {
            await DiscardAsync(export, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Who begins anew takes away what this attempt writes into: that is no fault to try again for.
            if (await IsLatestAsync(export, cancellationToken))
            {
                throw;
            }

            logger.LogInformation("An attempt at the export {Export} was overtaken: {Fault}", exportId, fault.Message);
            await DiscardAsync(export, cancellationToken);
        }
    }

    /// <returns>False when another attempt begins at the same moment, or the export was given up.</returns>
    private async Task<bool> BeginAsync(TableExport export, CancellationToken cancellationToken)
    {
        export.BeginAttempt();
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            logger.LogInformation("Another attempt at the export {Export} has just begun, or it was given up.", export.Id);
            return false;
        }
    }

    private async Task AttemptAsync(TableExport export, CancellationToken cancellationToken)
    {
        var expected = await reader.CountAsync(export, cancellationToken);
        if (await Latest(export).ExecuteUpdateAsync(set => set.SetProperty(e => e.RowsExpected, expected), cancellationToken) == 0)
        {
            throw new AttemptSupersededException();
        }

        var written = await writer.WriteAsync(export, rows => ReportAsync(export, rows, cancellationToken), cancellationToken);
        export.Finish(written.Rows, written.SizeBytes, clock.GetUtcNow());
        await SaveEndAsync(export, cancellationToken);
    }

    private async Task DiscardAsync(TableExport export, CancellationToken cancellationToken)
    {
        logger.LogInformation("An attempt at the export {Export} is late, or it was given up: its file is discarded.", export.Id);
        await storage.DeleteAsync(storage.DocumentsBucket, export.ObjectKey, cancellationToken);
    }

    private Task<TableExport?> FindAsync(Guid exportId, CancellationToken cancellationToken) =>
        db.TableExports.SingleOrDefaultAsync(e => e.Id == exportId && (e.State == ExportState.Queued || e.State == ExportState.Running), cancellationToken);

    private IQueryable<TableExport> Latest(TableExport export) =>
        db.TableExports.Where(e => e.Id == export.Id && e.Epoch == export.Epoch && e.State == ExportState.Running);

    private Task<bool> IsLatestAsync(TableExport export, CancellationToken cancellationToken) => Latest(export).AnyAsync(cancellationToken);

    private async Task<bool> ReportAsync(TableExport export, long rows, CancellationToken cancellationToken) =>
        await Latest(export).ExecuteUpdateAsync(set => set.SetProperty(e => e.Rows, rows), cancellationToken) == 1;

    private Task SaveEndAsync(TableExport export, CancellationToken cancellationToken)
    {
        outbox.Tell(export.RequesterId, new TableExported(export.Id, export.State));
        return db.SaveChangesAsync(cancellationToken);
    }
}

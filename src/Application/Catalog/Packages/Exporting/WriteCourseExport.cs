using ESchool.Application.Media.Transcoding;
using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain.Catalog.Packages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Catalog.Packages.Exporting;

/// <summary>
/// Writes the file of an export. Killed at any moment, the next attempt begins anew under its own name; an attempt that comes late deletes what it wrote.
/// </summary>
public sealed class WriteCourseExport(
    SchoolDbContext db,
    ObjectStorage storage,
    CourseFileWriter writer,
    WorkOutbox outbox,
    TimeProvider clock,
    ILogger<WriteCourseExport> logger
) : IHandle<CourseExportWork>, IGiveUp<CourseExportWork>
{
    Task IHandle<CourseExportWork>.HandleAsync(CourseExportWork work, CancellationToken cancellationToken) => ExecuteAsync(work.ExportId, cancellationToken);

    async Task IGiveUp<CourseExportWork>.GiveUpAsync(CourseExportWork work, Exception fault, CancellationToken cancellationToken)
    {
        if (await FindAsync(work.ExportId, cancellationToken) is { } export)
        {
            await storage.DeleteAllAsync(storage.DocumentsBucket, export.Folder, cancellationToken);
            await FailAsync(export, cancellationToken);
        }
    }

    /// <summary>Writes it. One that is written, or gone, stays as it is.</summary>
    public async Task ExecuteAsync(Guid exportId, CancellationToken cancellationToken)
    {
        if (await FindAsync(exportId, cancellationToken) is not { } export)
        {
            return;
        }

        if (!await BeginAsync(export, cancellationToken))
        {
            return;
        }

        // What is left of an attempt that was killed.
        await storage.DeleteAllAsync(storage.DocumentsBucket, export.Folder, cancellationToken);
        try
        {
            await AttemptAsync(export, cancellationToken);
        }
        catch (Exception late) when (late is DbUpdateConcurrencyException or AttemptSupersededException)
        {
            logger.LogInformation("An attempt at the export {Export} is late and was discarded.", exportId);
            await storage.DeleteAsync(storage.DocumentsBucket, export.ObjectKey, cancellationToken);
        }
    }

    /// <returns>False when another attempt begins at the same moment.</returns>
    private async Task<bool> BeginAsync(CourseExport export, CancellationToken cancellationToken)
    {
        export.BeginAttempt();
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            logger.LogInformation("Another attempt at the export {Export} has just begun.", export.Id);
            return false;
        }
    }

    private async Task AttemptAsync(CourseExport export, CancellationToken cancellationToken)
    {
        var course = await db
            .Courses.AsNoTracking()
            .Include(c => c.Sections)
                .ThenInclude(s => s.Lessons)
            .AsSplitQuery()
            .SingleOrDefaultAsync(c => c.Id == export.CourseId, cancellationToken);
        if (course is null)
        {
            // Deleted for good since it was asked for.
            await FailAsync(export, cancellationToken);
            return;
        }

        var written = await writer.WriteAsync(course, export.ObjectKey, percent => ReportAsync(export, percent, cancellationToken), cancellationToken);
        export.Finish(written.SizeBytes, written.MissingVideos, clock.GetUtcNow());
        await SaveEndAsync(export, cancellationToken);
    }

    private Task<CourseExport?> FindAsync(Guid exportId, CancellationToken cancellationToken) =>
        db.CourseExports.SingleOrDefaultAsync(e => e.Id == exportId && e.State == CourseExportState.Preparing, cancellationToken);

    private async Task<bool> ReportAsync(CourseExport export, int percent, CancellationToken cancellationToken) =>
        await db
            .CourseExports.Where(e => e.Id == export.Id && e.Epoch == export.Epoch && e.State == CourseExportState.Preparing)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.Percent, percent), cancellationToken) == 1;

    private Task FailAsync(CourseExport export, CancellationToken cancellationToken)
    {
        export.Fail();
        return SaveEndAsync(export, cancellationToken);
    }

    private Task SaveEndAsync(CourseExport export, CancellationToken cancellationToken)
    {
        outbox.Tell(export.InstructorId, new CourseExported(export.Id, export.State));
        return db.SaveChangesAsync(cancellationToken);
    }
}

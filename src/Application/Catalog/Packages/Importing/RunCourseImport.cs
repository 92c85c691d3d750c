using ESchool.Application.Catalog.Packages.Drafts;
using ESchool.Application.Catalog.Packages.Zip;
using ESchool.Application.Media;
using ESchool.Application.Media.Transcoding;
using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Catalog.Packages;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Catalog.Packages.Importing;

/// <summary>
/// Makes a draft of a package. Killed at any moment, the next attempt deletes what was stored and begins anew; the draft appears in the transaction that ends
/// the import, so that it is there once and whole.
/// </summary>
public sealed class RunCourseImport(
    SchoolDbContext db,
    ObjectStorage storage,
    LooseFiles files,
    SettleImport settle,
    IOptions<PackageOptions> options,
    IOptions<CatalogOptions> catalog,
    IOptions<MediaOptions> media,
    TimeProvider clock,
    ILogger<RunCourseImport> logger
) : IHandle<CourseImportWork>, IGiveUp<CourseImportWork>
{
    Task IHandle<CourseImportWork>.HandleAsync(CourseImportWork work, CancellationToken cancellationToken) => ExecuteAsync(work.ImportId, cancellationToken);

    async Task IGiveUp<CourseImportWork>.GiveUpAsync(CourseImportWork work, Exception fault, CancellationToken cancellationToken)
    {
        if (await db.CourseImports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == work.ImportId, cancellationToken) is { } import)
        {
            await settle.FailAsync(import, cancellationToken);
        }
    }

    /// <summary>Runs one attempt. An import that has ended stays as it is.</summary>
    public async Task ExecuteAsync(Guid importId, CancellationToken cancellationToken)
    {
        if (await BeginAsync(importId, cancellationToken) is not { } import)
        {
            return;
        }

        var plan = new DraftPlan(import.InstructorId, media.Value.MaximumUploadBytes, catalog.Value, clock.GetUtcNow());
        try
        {
            await AttemptAsync(import, plan, cancellationToken);
        }
        catch (PackageRefusedException refusal)
        {
            logger.LogInformation("Import {Import} is refused: {Refusal}", importId, refusal.Message);
            await files.EraseAsync(KeysOf(plan), cancellationToken);
            await settle.RefuseAsync(import, refusal, cancellationToken);
        }
        catch (AttemptSupersededException)
        {
            logger.LogInformation("An attempt at the import {Import} is late, or it was given up; what it stored is deleted.", importId);
            await files.EraseAsync(KeysOf(plan), cancellationToken);
        }
    }

    /// <returns>The import with its new epoch; null when there is nothing to do.</returns>
    private async Task<CourseImport?> BeginAsync(Guid importId, CancellationToken cancellationToken)
    {
        var import = await db.CourseImports.SingleOrDefaultAsync(i => i.Id == importId, cancellationToken);
        if (import is null or { IsEnded: true })
        {
            return null;
        }

        import.BeginAttempt();
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return import;
        }
        catch (DbUpdateConcurrencyException)
        {
            logger.LogInformation("Another attempt at the import {Import} has just begun, or it was given up.", importId);
            return null;
        }
    }

    private async Task AttemptAsync(CourseImport import, DraftPlan plan, CancellationToken cancellationToken)
    {
        // What is left of an attempt that was killed.
        await files.EraseAsync(import.LooseFiles, cancellationToken);
        var archive = await ReadAsync(import, plan, cancellationToken);
        await SaveAsync(cancellationToken);
        await StoreAsync(archive, import, plan, cancellationToken);
        var cover = plan.Cover is { } entry ? await archive.ReadAsync(entry, (int)entry.SizeBytes, cancellationToken) : null;
        if (!await settle.FinishAsync(import, plan, cover, cancellationToken))
        {
            throw new AttemptSupersededException();
        }
    }

    private async Task<PackageArchive> ReadAsync(CourseImport import, DraftPlan plan, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.MaximumReadTime);
        try
        {
            var bytes = new PackageBytes(storage, Upload.PackageKeyOf(import.InstructorId, import.UploadId), import.SizeBytes);
            var archive = await PackageArchive.OpenAsync(bytes, options.Value, limit.Token);
            var kind = await PackageReader.ReadAsync(archive, plan, limit.Token);
            import.Plan(kind, KeysOf(plan));
            return archive;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PackageRefusedException(ImportRefusal.TooSlow);
        }
    }

    /// <summary>Stores the videos where those that were uploaded lie.</summary>
    private async Task StoreAsync(PackageArchive archive, CourseImport import, DraftPlan plan, CancellationToken cancellationToken)
    {
        var progress = new PackageProgress(plan.Videos.Sum(v => v.Entry.SizeBytes), percent => ReportAsync(import, percent, cancellationToken), clock);
        foreach (var (entry, asset) in plan.Videos)
        {
            await using var content = await archive.OpenAsync(entry, cancellationToken);
            await using var stored = await MultipartStream.BeginAsync(
                storage,
                storage.MediaBucket,
                asset.SourceKey,
                asset.ContentType,
                asset.SizeBytes,
                cancellationToken
            );
            await progress.CopyAsync(content, stored, cancellationToken);
            await stored.CompleteAsync(cancellationToken);
            var found =
                await storage.FindAsync(storage.MediaBucket, asset.SourceKey, cancellationToken)
                ?? throw new InvalidOperationException($"S3 does not hold {asset.SourceKey}, which was just stored.");
            asset.FinishUpload(found.VersionId);
        }
    }

    private async Task<bool> ReportAsync(CourseImport import, int percent, CancellationToken cancellationToken) =>
        await db
            .CourseImports.Where(i => i.Id == import.Id && i.Epoch == import.Epoch && i.State == CourseImportState.Running)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Percent, percent), cancellationToken) == 1;

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new AttemptSupersededException();
        }
    }

    private static IEnumerable<string> KeysOf(DraftPlan plan) => plan.Videos.Select(video => video.Asset.SourceKey);
}

using ESchool.Application.Storage;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Packages;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Packages.Exporting;

/// <summary>An export, and where it can be downloaded.</summary>
/// <param name="Export">The export.</param>
/// <param name="DownloadUrl">An address that works for minutes; empty while there is nothing to download.</param>
public sealed record ReadyExport(CourseExport Export, string DownloadUrl);

/// <summary>Reads an export of the caller's.</summary>
public sealed class GetCourseExport(SchoolDbContext db, ObjectStorage storage, TimeProvider clock)
{
    private static readonly TimeSpan DownloadLifetime = TimeSpan.FromMinutes(10);

    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>COURSE_EXPORT_NOT_FOUND</c>: also for anybody else's.</exception>
    public async Task<ReadyExport> ExecuteAsync(Actor actor, Guid exportId, CancellationToken cancellationToken)
    {
        var export =
            await db.CourseExports.AsNoTracking().SingleOrDefaultAsync(e => e.Id == exportId && e.InstructorId == actor.UserId, cancellationToken)
            ?? throw new DomainException(
                CatalogReasons.CourseExportNotFound,
                "{course_export} does not exist.",
                ("course_export", $"courseExports/{exportId}")
            );
        var isReady = export.State == CourseExportState.Succeeded && export.ExpiresAt > clock.GetUtcNow();
        return new ReadyExport(
            export,
            isReady ? storage.SignGet(storage.DocumentsBucket, export.ObjectKey, DownloadLifetime, $"course-{export.CourseId}.zip").Url : ""
        );
    }
}

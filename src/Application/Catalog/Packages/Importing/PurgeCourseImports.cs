using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Catalog.Packages;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Packages.Importing;

/// <summary>Deletes the videos that attempts have stored whose import failed or was given up; run every hour.</summary>
public sealed class PurgeCourseImports(SchoolDbContext db, Sweep sweep, LooseFiles files, TimeProvider clock)
{
    /// <summary>An attempt that still runs has found out by then, and has stopped.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>Deletes those of up to 100 imports.</summary>
    /// <returns>Of how many.</returns>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken) =>
        sweep.RunAsync<PurgeCourseImports>(
            "purge-course-imports",
            Due().OrderBy(i => i.EndedAt).Select(i => i.Id),
            (purge, id) => purge.OneAsync(id, cancellationToken),
            cancellationToken
        );

    private IQueryable<CourseImport> Due()
    {
        var before = clock.GetUtcNow() - Grace;
        return db.CourseImports.Where(i => i.EndedAt <= before && i.LooseFiles.Length > 0);
    }

    private async Task<bool> OneAsync(Guid importId, CancellationToken cancellationToken)
    {
        if (await Due().SingleOrDefaultAsync(i => i.Id == importId, cancellationToken) is not { } import)
        {
            return false;
        }

        await files.EraseAsync(import.LooseFiles, cancellationToken);
        import.ForgetLooseFiles();
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

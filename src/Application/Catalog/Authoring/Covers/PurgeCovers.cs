using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Catalog.Covers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authoring.Covers;

/// <summary>
/// Deletes covers that no draft and no version shows: uploads that were never set, covers that were replaced before they were published, and those of courses
/// that are gone for good. Run every hour; killed at any moment, the next run ends it.
/// </summary>
public sealed class PurgeCovers(SchoolDbContext db, Sweep sweep, CoverFiles files, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>For so long an upload may still be set.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>Deletes up to 100 of them.</summary>
    /// <returns>How many were deleted.</returns>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken) =>
        sweep.RunAsync<PurgeCovers>(
            "purge-covers",
            Unused().OrderBy(c => c.Id).Select(c => c.Id),
            (purge, id) => purge.OneAsync(id, cancellationToken),
            cancellationToken
        );

    private IQueryable<Cover> Unused()
    {
        var before = clock.GetUtcNow() - Grace;
        return db.Covers.Where(c =>
            c.CreatedAt <= before
            && !db.Courses.Any(course => course.CoverId == c.Id || course.NextCoverId == c.Id)
            && !db.CurriculumVersions.Any(version => version.CoverId == c.Id)
        );
    }

    private async Task<bool> OneAsync(Guid coverId, CancellationToken cancellationToken)
    {
        var keys = await files.ListAsync(coverId, cancellationToken);
        return await db.InTransactionAsync(() => DeleteAsync(coverId, keys, cancellationToken), cancellationToken);
    }

    private async Task<bool> DeleteAsync(Guid coverId, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        // Whoever just begins to show it comes before, and is seen below, or finds it gone.
        await db.Covers.Where(c => c.Id == coverId).ForUpdate().LockAsync(cancellationToken);
        if (await Unused().SingleOrDefaultAsync(c => c.Id == coverId, cancellationToken) is not { } cover)
        {
            return false;
        }

        db.Covers.Remove(cover);
        foreach (var key in keys)
        {
            outbox.Add(new DocumentWork(key), $"cover.purge:{key}");
        }

        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

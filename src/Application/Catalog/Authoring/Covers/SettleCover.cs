using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain.Catalog.Covers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authoring.Covers;

/// <summary>Records what was decided about an upload, and shows it in the course that waits for it.</summary>
public sealed class SettleCover(SchoolDbContext db, CoverFiles files, WorkOutbox outbox, TimeProvider clock) : IGiveUp<CoverWork>
{
    /// <summary>The school failed with it, again and again.</summary>
    async Task IGiveUp<CoverWork>.GiveUpAsync(CoverWork work, Exception fault, CancellationToken cancellationToken)
    {
        if (await db.Covers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == work.CoverId, cancellationToken) is { } cover)
        {
            cover.Refuse(CoverRefusal.Failed);
            await ExecuteAsync(cover, cancellationToken);
        }
    }

    /// <summary>Records it. What was decided before stays.</summary>
    /// <param name="decided">The cover, settled.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    public async Task ExecuteAsync(Cover decided, CancellationToken cancellationToken)
    {
        if (!await db.InTransactionAsync(() => SaveAsync(decided, cancellationToken), cancellationToken))
        {
            await ForgetAsync(decided.Id, cancellationToken);
        }
    }

    /// <returns>False when the cover is gone: its instructor was erased meanwhile.</returns>
    private async Task<bool> SaveAsync(Cover decided, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();

        // The course first, as every edit does.
        var course = await db
            .Courses.Where(c => c.Id == decided.CourseId && c.NextCoverId == decided.Id)
            .ForNoKeyUpdate()
            .SingleOrDefaultAsync(cancellationToken);
        if (await db.Covers.Where(c => c.Id == decided.Id).ForNoKeyUpdate().SingleOrDefaultAsync(cancellationToken) is not { } cover)
        {
            return false;
        }

        cover.Settle(decided);
        if (course?.SettleCover(cover, now) == true)
        {
            outbox.Tell(course.InstructorId, new CoverProcessed(course.Id, cover.Refusal));
        }

        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private async Task ForgetAsync(Guid coverId, CancellationToken cancellationToken)
    {
        foreach (var key in await files.ListAsync(coverId, cancellationToken))
        {
            await outbox.TryAddAsync(new DocumentWork(key), $"cover.forget:{key}", cancellationToken);
        }
    }
}

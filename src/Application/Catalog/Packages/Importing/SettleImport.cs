using ESchool.Application.Catalog.Authoring.Covers;
using ESchool.Application.Catalog.Packages.Drafts;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Covers;
using ESchool.Domain.Catalog.Packages;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Packages.Importing;

/// <summary>
/// Ends an import, in one transaction: with the draft, its videos and the requests to process them, or with why there is none. The package is deleted
/// afterwards. Only the latest attempt ends it, and only if nobody gave it up.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class SettleImport(SchoolDbContext db, CoverFiles covers, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>Ends it after the last try. What attempts have stored is deleted by the clock.</summary>
    internal Task<bool> FailAsync(CourseImport import, CancellationToken cancellationToken) =>
        EndAsync(import, held => held.Fail(clock.GetUtcNow()), cancellationToken);

    /// <summary>Ends it without a draft.</summary>
    /// <returns>False when it is not the attempt's to end.</returns>
    internal Task<bool> RefuseAsync(CourseImport import, PackageRefusedException refusal, CancellationToken cancellationToken) =>
        EndAsync(
            import,
            held =>
            {
                held.ForgetLooseFiles();
                held.Refuse(refusal.Refusal, refusal.RefusedFor, clock.GetUtcNow());
            },
            cancellationToken
        );

    /// <summary>Ends it with a draft.</summary>
    /// <param name="import">The attempt.</param>
    /// <param name="plan">What the package becomes; its videos are stored.</param>
    /// <param name="picture">The cover; null for none.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <returns>False when it is not the attempt's to end.</returns>
    internal async Task<bool> FinishAsync(CourseImport import, DraftPlan plan, byte[]? picture, CancellationToken cancellationToken)
    {
        var course = plan.Compose();
        var cover = picture is null ? null : await covers.AddUploadAsync(course, picture, clock.GetUtcNow(), cancellationToken);
        return await EndAsync(
            import,
            held =>
            {
                db.Courses.Add(course);
                foreach (var (_, asset) in plan.Videos)
                {
                    db.Assets.Add(asset);
                    outbox.Add(new TranscodeWork(asset.Id), $"{asset.Id}:upload");
                }

                Show(course, cover);
                held.Finish(course.Id, import.Kind!.Value, plan.Report.Write(), clock.GetUtcNow());
            },
            cancellationToken
        );
    }

    private void Show(Course course, Cover? cover)
    {
        if (cover is not null)
        {
            db.Covers.Add(cover);
            course.SetCover(cover, clock.GetUtcNow());
            outbox.Add(new CoverWork(cover.Id), Guid.CreateVersion7().ToString());
        }
    }

    private Task<bool> EndAsync(CourseImport attempt, Action<CourseImport> end, CancellationToken cancellationToken)
    {
        // What the attempt has loaded is of long ago.
        db.ChangeTracker.Clear();
        return db.InTransactionAsync(() => SaveAsync(attempt, end, cancellationToken), cancellationToken);
    }

    private async Task<bool> SaveAsync(CourseImport attempt, Action<CourseImport> end, CancellationToken cancellationToken)
    {
        var held = await db
            .CourseImports.Where(i => i.Id == attempt.Id && i.Epoch == attempt.Epoch && i.State == attempt.State)
            .ForNoKeyUpdate()
            .SingleOrDefaultAsync(cancellationToken);
        if (held is null or { IsEnded: true })
        {
            return false;
        }

        end(held);
        outbox.Tell(held.InstructorId, new CourseImported(held.Id, held.State));
        outbox.Add(new DocumentWork(Upload.PackageKeyOf(held.InstructorId, held.UploadId)), $"course.import:{held.Id}");
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

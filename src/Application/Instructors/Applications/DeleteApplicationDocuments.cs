using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Instructors.Applications;

/// <summary>
/// Deletes the documents that nobody needs any more: of withdrawn applications at once, of decided ones after the retention, of abandoned ones
/// after a while. What was uploaded and never completed goes by itself. Run every hour; killed at any moment, the next run ends it.
/// </summary>
public sealed class DeleteApplicationDocuments(
    SchoolDbContext db,
    Sweep sweep,
    ObjectStorage storage,
    AuditTrail audit,
    IOptions<InstructorOptions> options,
    TimeProvider clock
)
{
    /// <summary>Deletes those of up to 100 applications.</summary>
    /// <returns>Of how many.</returns>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken) =>
        sweep.RunAsync<DeleteApplicationDocuments>(
            "delete-application-documents",
            Due().OrderBy(a => a.UpdatedAt).Select(a => a.Id),
            (delete, id) => delete.OneAsync(id, cancellationToken),
            cancellationToken
        );

    private IQueryable<InstructorApplication> Due()
    {
        var now = clock.GetUtcNow();
        var (decidedBefore, touchedBefore) = (now - options.Value.DocumentRetention, now - options.Value.AbandonedAfter);
        return db
            .InstructorApplications.Where(a => a.DocumentsDeletedAt == null)
            .Where(a =>
                a.State == ApplicationState.Withdrawn
                || a.ClosedAt <= decidedBefore
                || (a.ClosedAt == null && a.State != ApplicationState.Submitted && a.UpdatedAt <= touchedBefore)
            );
    }

    private async Task<bool> OneAsync(Guid applicationId, CancellationToken cancellationToken)
    {
        if (await Due().SingleOrDefaultAsync(a => a.Id == applicationId, cancellationToken) is not { } application)
        {
            return false;
        }

        foreach (var key in await storage.ListAsync(storage.DocumentsBucket, ApplicationKeys.Prefix(application), cancellationToken))
        {
            await storage.DeleteAsync(storage.DocumentsBucket, key, cancellationToken);
        }

        application.ForgetDocuments(clock.GetUtcNow());
        audit.Note(Actor.System, "application.documents.delete", $"applications/{application.Id}");
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Instructors;

/// <summary>
/// Deletes the documents that nobody needs any more: of withdrawn applications at once, of decided ones after the retention, of abandoned ones
/// after a while. What was uploaded and never completed goes by itself. Run every hour; killed at any moment, the next run ends it.
/// </summary>
public sealed class DeleteApplicationDocuments(SchoolDbContext db, ObjectStorage storage, AuditTrail audit, IOptions<InstructorOptions> options, TimeProvider clock)
{
    /// <summary>Deletes those of up to 100 applications.</summary>
    /// <returns>Of how many.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (decidedBefore, touchedBefore) = (now - options.Value.DocumentRetention, now - options.Value.AbandonedAfter);
        var due = await db.InstructorApplications
            .Where(a => a.DocumentsDeletedAt == null)
            .Where(a => a.State == ApplicationState.Withdrawn || a.ClosedAt <= decidedBefore || (a.ClosedAt == null && a.State != ApplicationState.Submitted && a.UpdatedAt <= touchedBefore))
            .OrderBy(a => a.UpdatedAt).Take(100).ToListAsync(cancellationToken);
        foreach (var application in due)
        {
            foreach (var key in await storage.ListAsync(storage.DocumentsBucket, ApplicationKeys.Prefix(application), cancellationToken))
            {
                await storage.DeleteAsync(storage.DocumentsBucket, key, cancellationToken);
            }

            application.ForgetDocuments(now);
            audit.Note(Actor.System, "application.documents.delete", $"applications/{application.Id}");
            await db.SaveChangesAsync(cancellationToken);
        }

        return due.Count;
    }
}

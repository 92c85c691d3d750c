using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Catalog.Submissions;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ESchool.Application.Identity.Privacy;

/// <summary>
/// Erases accounts whose grace period is over: every row as its table declares, and the request to delete the files, in one transaction. What remains
/// is a number in the books. An account that is restored at the last moment loses nothing. Run every hour; killed at any moment, the next run ends it.
/// </summary>
public sealed class EraseAccounts(
    SchoolDbContext db,
    Sweep sweep,
    PersonalFiles files,
    WorkOutbox outbox,
    AuditTrail audit,
    TimeProvider clock,
    ILogger<EraseAccounts> logger
)
{
    /// <summary>Erases up to 100 accounts.</summary>
    /// <returns>How many were erased.</returns>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = db.Users.Where(u => u.DeleteAt <= now && u.ErasedAt == null).OrderBy(u => u.DeleteAt).Select(u => u.Id);
        return sweep.RunAsync<EraseAccounts>("erase-accounts", due, (erase, id) => erase.OneAsync(id, cancellationToken), cancellationToken);
    }

    private async Task<bool> OneAsync(Guid userId, CancellationToken cancellationToken)
    {
        var keys = await files.ListAllAsync(userId, cancellationToken);
        if (!await db.InTransactionAsync(() => EraseAsync(userId, keys, cancellationToken), cancellationToken))
        {
            return false;
        }

        logger.LogInformation("User {User} was erased.", userId);
        return true;
    }

    /// <returns>False: it was restored, or another run was first.</returns>
    private async Task<bool> EraseAsync(Guid userId, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();

        // The condition again, under the row's lock: a restored account stays, and two runs at once erase it once.
        if (
            await db
                .Users.Where(u => u.Id == userId && u.DeleteAt <= now && u.ErasedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.ErasedAt, now).SetProperty(u => u.Roles, Roles.None), cancellationToken) == 0
        )
        {
            return false;
        }

        foreach (var table in PersonalTable.All(db.Model))
        {
            if (table.Erase is { } sql)
            {
                await db.Database.ExecuteSqlRawAsync(sql, [new NpgsqlParameter("user", userId)], cancellationToken);
            }
        }

        foreach (var course in await db.Courses.Where(c => c.InstructorId == userId).ToListAsync(cancellationToken))
        {
            course.TakeOffSale(now);
        }

        await db
            .CourseSubmissions.Where(s => s.State == SubmissionState.Open && db.Courses.Any(c => c.Id == s.CourseId && c.InstructorId == userId))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.State, SubmissionState.Withdrawn).SetProperty(s => s.DecidedAt, now), cancellationToken);

        foreach (var bundle in await db.Bundles.Where(b => b.InstructorId == userId && b.WithdrawnAt == null).ToListAsync(cancellationToken))
        {
            bundle.Withdraw(now);
        }

        foreach (var key in keys)
        {
            outbox.Add(new DocumentWork(key), $"account.erase:{key}");
        }

        audit.Note(Guid.Empty, "account.erase", $"users/{userId}");
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

using ESchool.Application.Administration.Moderation.Cases;
using ESchool.Application.Administration.Moderation.Targets;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration.Moderation.Reports;

/// <summary>Takes reports in: limits how many one makes, and gathers those of one thing in a case.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class ReportIntake(SchoolDbContext db, CaseDesk cases, TimeProvider clock)
{
    /// <summary>Takes a report in; inside the transaction of its cause, with the target's lock held.</summary>
    /// <exception cref="DomainException"><c>REPORT_EXISTS</c>, <c>REPORTING_PAUSED</c>, <c>REPORT_LIMIT_REACHED</c>.</exception>
    internal async Task<ModerationReport> TakeAsync(
        Actor reporter,
        ModerationTarget target,
        TargetState state,
        ReportCategory category,
        string words,
        CancellationToken cancellationToken
    )
    {
        // A reporter's reports come one after the other: otherwise several at once would each be the last that is allowed.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"report:{reporter.UserId}"}, 0))", cancellationToken);
        var now = clock.GetUtcNow();
        (await RecordOfAsync(reporter.UserId, now, cancellationToken)).RequireMayReport(now);
        var before = await FindLastAsync(reporter.UserId, target, cancellationToken);
        if (before is not null && await IsUnchangedAsync(before, state.Evidence, cancellationToken))
        {
            throw Exists(before.Id);
        }

        var opened = await cases.LockOpenAsync(target, state.PersonId, CaseOrigin.Report, cancellationToken);
        var snapshot = await cases.KeepAsync(opened, state.Evidence, cancellationToken);
        if (before?.CaseId == opened.Id)
        {
            before.Repeat(category, words, snapshot.Id);
            await db.SaveChangesAsync(cancellationToken);
            return before;
        }

        await RequireWithinDayAsync(reporter.UserId, now, cancellationToken);
        var report = new ModerationReport(opened.Id, target.Name, reporter.UserId, category, words, snapshot.Id, now);
        db.ModerationReports.Add(report);
        opened.CountReport();
        await db.SaveChangesAsync(cancellationToken);
        return report;
    }

    /// <summary>How a user reports.</summary>
    internal async Task<ReportingRecord> RecordOfAsync(Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - ReportingRecord.Memory;
        return new ReportingRecord(
            await db
                .ModerationReports.Where(r => r.ReporterId == userId && r.UnfoundedAt > since)
                .Select(r => r.UnfoundedAt!.Value)
                .ToListAsync(cancellationToken)
        );
    }

    /// <summary>The refusal of a report that is there already.</summary>
    internal static DomainException Exists(Guid reportId) =>
        new(ModerationReasons.ReportExists, "The caller has reported it in {report}, and it has not changed since.", ("report", $"reports/{reportId}"));

    /// <summary>The last report of a user about a thing; null when there is none.</summary>
    internal Task<ModerationReport?> FindLastAsync(Guid userId, ModerationTarget target, CancellationToken cancellationToken) =>
        db.ModerationReports.Where(r => r.ReporterId == userId && r.Target == target.Name).OrderByDescending(r => r.Id).FirstOrDefaultAsync(cancellationToken);

    private async Task<bool> IsUnchangedAsync(ModerationReport before, Evidence evidence, CancellationToken cancellationToken) =>
        (await db.EvidenceSnapshots.AsNoTracking().SingleAsync(s => s.Id == before.SnapshotId, cancellationToken)).Content == evidence;

    private async Task RequireWithinDayAsync(Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - TimeSpan.FromDays(1);
        if (await db.ModerationReports.CountAsync(r => r.ReporterId == userId && r.CreatedAt > since, cancellationToken) >= ReportingRecord.MostPerDay)
        {
            throw new DomainException(
                ModerationReasons.ReportLimitReached,
                "A user makes at most {maximum} reports in 24 hours.",
                ("maximum", ReportingRecord.MostPerDay)
            );
        }
    }
}

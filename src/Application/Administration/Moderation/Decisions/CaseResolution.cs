using ESchool.Application.Administration.Moderation.Reports;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration.Moderation.Decisions;

/// <summary>Writes a decision down, and tells everybody who has to know: whom it concerns, and who reported it.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class CaseResolution(SchoolDbContext db, ReportIntake intake, WorkOutbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Resolves a case, whose lock is held; inside the transaction in which the act is done.</summary>
    internal async Task<ModerationDecision> RecordAsync(Actor actor, ModerationCase decided, Ruling ruling, bool hadEffect, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var decision = new ModerationDecision(decided, ruling, hadEffect, actor.UserId, now);
        decided.Resolve(now);
        db.ModerationDecisions.Add(decision);
        audit.Note(
            actor,
            "case.resolve",
            $"cases/{decided.Id}",
            before: new { state = $"{CaseState.Open}" },
            after: new
            {
                state = $"{decided.State}",
                decision = $"decisions/{decision.Id}",
                act = $"{ruling.Act}",
                scope = ruling.Scope?.ToString(),
                ground = ruling.Ground?.ToString(),
                clause = ruling.Clause,
                unfounded = ruling.IsUnfounded,
            }
        );
        if (ruling.Concerns)
        {
            outbox.Tell(decision.PersonId, new ContentModerated(decision.Id, decision.Act));
            outbox.Add(new StatementOfReasonsEmailWork(decision.Id), decision.Id.ToString());
        }

        var reports = await db.ModerationReports.Where(r => r.CaseId == decided.Id).OrderBy(r => r.Id).ToListAsync(cancellationToken);
        outbox.Tell(reports.Select(r => FeedEventWork.Of(r.ReporterId, new ReportDecided(r.Id, decision.Act))));
        foreach (var report in reports)
        {
            outbox.Add(new ReportDecidedEmailWork(report.Id, decision.Id), $"{decision.Id}:{report.Id}");
            if (ruling.IsUnfounded)
            {
                report.FindUnfounded(now);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        if (ruling.IsUnfounded)
        {
            await WarnAsync(decision, reports, now, cancellationToken);
        }

        return decision;
    }

    /// <summary>Nothing happens to a reporter silently: who comes near to a pause is told, and who is paused too.</summary>
    private async Task WarnAsync(ModerationDecision decision, List<ModerationReport> reports, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var reporterId in reports.Select(r => r.ReporterId))
        {
            var record = await intake.RecordOfAsync(reporterId, now, cancellationToken);
            if (record.CountAt(now) >= ReportingRecord.WarnedAt)
            {
                var (count, until) = (record.CountAt(now), record.PausedUntil(now));
                outbox.Tell(reporterId, new ReportingWarned(count, until));
                outbox.Add(new ReportingWarnedEmailWork(reporterId, count, until), $"{decision.Id}:{reporterId}");
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}

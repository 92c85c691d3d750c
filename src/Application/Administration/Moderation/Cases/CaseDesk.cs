using ESchool.Application.Administration.Moderation.Targets;
using ESchool.Application.Catalog.Authors;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration.Moderation.Cases;

/// <summary>Where cases are opened and locked. Of each thing one case is open: whoever reports it, decides it or claims it holds its row's lock.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class CaseDesk(SchoolDbContext db, CourseAuthors authors, TimeProvider clock)
{
    /// <summary>Locks the case that is open about a target, and opens one when there is none.</summary>
    /// <param name="target">What it is about; its lock is held.</param>
    /// <param name="personId">Whose that is.</param>
    /// <param name="origin">How the school came to know, if it is a new case.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    internal async Task<ModerationCase> LockOpenAsync(ModerationTarget target, Guid personId, CaseOrigin origin, CancellationToken cancellationToken)
    {
        while (true)
        {
            var fresh = new ModerationCase(target, personId, origin, clock.GetUtcNow());
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO administration.cases (id, target, kind, person_id, origin, state, opened_at, report_count)
                VALUES ({fresh.Id}, {fresh.Target}, {(int)fresh.Kind}, {fresh.PersonId}, {(int)fresh.Origin}, {(int)CaseState.Open}, {fresh.OpenedAt}, 0)
                ON CONFLICT (target) WHERE state = 1 DO NOTHING
                """,
                cancellationToken
            );
            var open = db.ModerationCases.Where(c => c.Target == fresh.Target && c.State == CaseState.Open);
            if (await open.ForUpdate().SingleOrDefaultAsync(cancellationToken) is { } found)
            {
                return found;
            }

            // It was decided while its lock was waited for: what comes now is another case.
        }
    }

    /// <summary>Locks a case.</summary>
    /// <exception cref="DomainException"><c>CASE_NOT_FOUND</c>.</exception>
    internal async Task<ModerationCase> LockAsync(Guid caseId, CancellationToken cancellationToken) =>
        await db.ModerationCases.Where(c => c.Id == caseId).ForUpdate().SingleOrDefaultAsync(cancellationToken) ?? throw NotFound(caseId);

    /// <summary>Keeps evidence of what a target looks like, unless the last that was kept is the same.</summary>
    internal async Task<EvidenceSnapshot> KeepAsync(ModerationCase opened, Evidence evidence, CancellationToken cancellationToken)
    {
        var kept = db.EvidenceSnapshots.Where(s => s.CaseId == opened.Id);
        var last = await kept.OrderByDescending(s => s.Id).FirstOrDefaultAsync(cancellationToken);
        if (last is not null && (last.Content == evidence || await kept.CountAsync(cancellationToken) >= EvidenceSnapshot.MostPerCase))
        {
            return last;
        }

        var snapshot = new EvidenceSnapshot(opened.Id, evidence, clock.GetUtcNow());
        db.EvidenceSnapshots.Add(snapshot);
        return snapshot;
    }

    /// <summary>
    /// Reports of a decided case wait with those of the case that is open about the same thing: its decision is theirs too. Whoever has reported it there as
    /// well waits already. The caller saves.
    /// </summary>
    internal async Task JoinAsync(ModerationCase decided, Guid openId, CancellationToken cancellationToken)
    {
        var open = await LockAsync(openId, cancellationToken);
        var moved = await db
            .ModerationReports.Where(r => r.CaseId == decided.Id)
            .Where(r => !db.ModerationReports.Any(other => other.CaseId == openId && other.ReporterId == r.ReporterId))
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.CaseId, openId), cancellationToken);
        for (var i = 0; i < moved; i++)
        {
            open.CountReport();
        }
    }

    /// <summary>
    /// Refuses who has a part in a case: it is about them, or about a course they work on or a review of one. They neither decide it nor read who reported it.
    /// </summary>
    /// <exception cref="DomainException"><c>REPORT_OWN</c>.</exception>
    internal async Task RequireNoPartAsync(Actor actor, ModerationCase one, CancellationToken cancellationToken)
    {
        var target = ModerationTarget.Parse(one.Target)!;
        Guid? courseId = target.Kind switch
        {
            TargetKind.Course => target.Id,
            TargetKind.Review => target.CourseId,
            _ => null,
        };
        if (one.PersonId == actor.UserId || (courseId is not null && await authors.CoursesOf(actor.UserId).AnyAsync(c => c.Id == courseId, cancellationToken)))
        {
            throw TargetDesk.Own(target);
        }
    }

    /// <summary>The refusal of a case that is not there.</summary>
    internal static DomainException NotFound(Guid caseId) => new(ModerationReasons.CaseNotFound, "{case} does not exist.", ("case", $"cases/{caseId}"));
}

using ESchool.Application.Administration.Moderation.Decisions;
using ESchool.Application.Storage;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Cases;

/// <summary>A report, as staff see it.</summary>
/// <param name="Report">The report.</param>
/// <param name="Unfounded">How many reports of its reporter were found unfounded lately.</param>
public sealed record ReportFile(ModerationReport Report, int Unfounded);

/// <summary>Evidence, with a short-lived address of its picture.</summary>
/// <param name="Snapshot">The evidence.</param>
/// <param name="PictureUrl">The address; empty without a picture.</param>
public sealed record EvidenceView(EvidenceSnapshot Snapshot, string PictureUrl);

/// <summary>Everything about a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Reports">Its reports, the first first; at most <see cref="GetCase.MostReports"/>.</param>
/// <param name="Snapshots">What was reported, the first first.</param>
/// <param name="Events">What was done with it, the first first; at most <see cref="GetCase.MostEvents"/>.</param>
/// <param name="Decisions">Its decisions, the first first.</param>
/// <param name="Others">Other cases about what is the same person's, the newest first; at most <see cref="GetCase.MostOthers"/>.</param>
public sealed record CaseFile(
    ModerationCase Case,
    IReadOnlyList<ReportFile> Reports,
    IReadOnlyList<EvidenceView> Snapshots,
    IReadOnlyList<AuditEvent> Events,
    IReadOnlyList<DecisionFile> Decisions,
    IReadOnlyList<ModerationCase> Others
);

/// <summary>Reads a case. It may show what only two people have read before, so the look is in the audit log.</summary>
public sealed class GetCase(SchoolDbContext db, CaseDesk cases, ObjectStorage storage, AuditTrail audit, TimeProvider clock)
{
    /// <summary>How many reports are shown.</summary>
    public const int MostReports = 100;

    /// <summary>How many events are shown.</summary>
    public const int MostEvents = 100;

    /// <summary>How many other cases are shown.</summary>
    public const int MostOthers = 20;

    private const string Look = "case.read";

    private static readonly TimeSpan PictureLifetime = TimeSpan.FromMinutes(15);

    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>CASE_NOT_FOUND</c>, <c>REPORT_OWN</c>: the caller has a part in it.</exception>
    public async Task<CaseFile> ExecuteAsync(Actor actor, Guid caseId, CancellationToken cancellationToken)
    {
        var found = await db.ModerationCases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == caseId, cancellationToken) ?? throw CaseDesk.NotFound(caseId);
        await cases.RequireNoPartAsync(actor, found, cancellationToken);
        audit.Note(actor, Look, $"cases/{caseId}");
        await db.SaveChangesAsync(cancellationToken);
        var since = clock.GetUtcNow() - ReportingRecord.Memory;
        var reports = await db
            .ModerationReports.AsNoTracking()
            .Where(r => r.CaseId == caseId)
            .OrderBy(r => r.Id)
            .Take(MostReports)
            .Select(r => new ReportFile(r, db.ModerationReports.Count(other => other.ReporterId == r.ReporterId && other.UnfoundedAt > since)))
            .ToListAsync(cancellationToken);
        var snapshots = await db.EvidenceSnapshots.AsNoTracking().Where(s => s.CaseId == caseId).OrderBy(s => s.Id).ToListAsync(cancellationToken);
        var events = await db
            .AuditEvents.AsNoTracking()
            .Where(e => e.Resource == $"cases/{caseId}" && e.Action != Look)
            .OrderBy(e => e.Id)
            .Take(MostEvents)
            .ToListAsync(cancellationToken);
        var others = await db
            .ModerationCases.AsNoTracking()
            .Where(c => c.PersonId == found.PersonId && c.Id != caseId)
            .OrderByDescending(c => c.Id)
            .Take(MostOthers)
            .ToListAsync(cancellationToken);
        return new CaseFile(
            found,
            reports,
            snapshots.ConvertAll(s => new EvidenceView(s, PictureOf(s))),
            events,
            await DecisionFiles.ReadAsync(db, db.ModerationDecisions.Where(d => d.CaseId == caseId), cancellationToken),
            others
        );
    }

    private string PictureOf(EvidenceSnapshot snapshot) =>
        snapshot.PictureKey.Length > 0 ? storage.SignGet(storage.DocumentsBucket, snapshot.PictureKey, PictureLifetime).Url : "";
}

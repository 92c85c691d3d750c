using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Reports;

/// <summary>A report, as its reporter sees it.</summary>
/// <param name="Report">The report.</param>
/// <param name="State">Where its case stands.</param>
/// <param name="Last">The last decision on the case; null before the first.</param>
public sealed record ReportView(ModerationReport Report, CaseState State, ModerationDecision? Last)
{
    /// <summary>What was decided; null while it is open.</summary>
    public ModerationDecision? Decision => State == CaseState.Resolved ? Last : null;

    /// <summary>What is done in the end: nothing, when an appeal has reversed what was done.</summary>
    public ModerationAct? Act => Decision is { IsReversed: true } ? ModerationAct.None : Decision?.Act;

    /// <summary>Reads reports.</summary>
    internal static IQueryable<ReportView> Of(SchoolDbContext db, IQueryable<ModerationReport> reports) =>
        from report in reports.AsNoTracking()
        join opened in db.ModerationCases on report.CaseId equals opened.Id
        select new ReportView(
            report,
            opened.State,
            db.ModerationDecisions.AsNoTracking().Where(d => d.CaseId == opened.Id).OrderByDescending(d => d.Id).FirstOrDefault()
        );

    /// <summary>The refusal of a report that is not there, or is somebody else's.</summary>
    internal static DomainException NotFound(Guid reportId) =>
        new(ModerationReasons.ReportNotFound, "{report} does not exist.", ("report", $"reports/{reportId}"));
}

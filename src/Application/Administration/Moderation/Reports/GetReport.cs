using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Reports;

/// <summary>Reads one of the caller's reports.</summary>
public sealed class GetReport(SchoolDbContext db)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>REPORT_NOT_FOUND</c>: also for somebody else's.</exception>
    public async Task<ReportView> ExecuteAsync(Actor actor, Guid reportId, CancellationToken cancellationToken) =>
        await ReportView.Of(db, db.ModerationReports.Where(r => r.Id == reportId && r.ReporterId == actor.UserId)).SingleOrDefaultAsync(cancellationToken)
        ?? throw ReportView.NotFound(reportId);
}

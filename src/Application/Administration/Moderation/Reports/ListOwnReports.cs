using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Reports;

/// <summary>Lists the caller's reports, the newest first.</summary>
public sealed class ListOwnReports(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<ReportView>> ExecuteAsync(Actor actor, PageRequest page, CancellationToken cancellationToken)
    {
        var own = db.ModerationReports.Where(r => r.ReporterId == actor.UserId && (page.AfterId == null || r.Id < page.AfterId));
        var rows = await ReportView.Of(db, own.OrderByDescending(r => r.Id).Take(page.Size + 1)).ToListAsync(cancellationToken);
        return Page<ReportView>.Of([.. rows.OrderByDescending(view => view.Report.Id)], page.Size, view => view.Report.Id.ToString());
    }
}

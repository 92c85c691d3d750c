using ESchool.Data;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Appeals;

/// <summary>Lists appeals, the longest waiting first.</summary>
public sealed class ListAppeals(SchoolDbContext db)
{
    /// <summary>Reads a page; of one state, or of all.</summary>
    public async Task<Page<AppealFile>> ExecuteAsync(AppealState? state, PageRequest page, CancellationToken cancellationToken)
    {
        var appeals = db.ModerationAppeals.Where(a => page.AfterId == null || a.Id > page.AfterId);
        appeals = state is { } one ? appeals.Where(a => a.State == one) : appeals;
        var rows = await AppealFile.Of(db, appeals.OrderBy(a => a.Id).Take(page.Size + 1)).ToListAsync(cancellationToken);
        return Page<AppealFile>.Of([.. rows.OrderBy(file => file.Appeal.Id)], page.Size, file => file.Appeal.Id.ToString());
    }
}

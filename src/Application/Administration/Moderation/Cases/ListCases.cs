using System.Globalization;
using ESchool.Data;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Cases;

/// <summary>Which cases are listed; null means all.</summary>
/// <param name="State">Only those in this state.</param>
/// <param name="Kind">Only those about this kind of thing.</param>
/// <param name="Category">Only those with a report of this category.</param>
/// <param name="PersonId">Only those about what is this user's.</param>
public sealed record CaseFilter(CaseState? State, TargetKind? Kind, ReportCategory? Category, Guid? PersonId);

/// <summary>Lists cases, the longest waiting first.</summary>
public sealed class ListCases(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<ModerationCase>> ExecuteAsync(CaseFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var cases = db.ModerationCases.AsNoTracking();
        cases = filter.State is { } state ? cases.Where(c => c.State == state) : cases;
        cases = filter.Kind is { } kind ? cases.Where(c => c.Kind == kind) : cases;
        cases = filter.PersonId is { } person ? cases.Where(c => c.PersonId == person) : cases;
        cases = filter.Category is { } category ? cases.Where(c => db.ModerationReports.Any(r => r.CaseId == c.Id && r.Category == category)) : cases;
        if (page.After is not null)
        {
            var fields = page.After.Split('/');
            var openedAt = new DateTimeOffset(long.Parse(fields[0], CultureInfo.InvariantCulture), TimeSpan.Zero);
            var id = Guid.Parse(fields[1]);
            cases = cases.Where(c => c.OpenedAt > openedAt || (c.OpenedAt == openedAt && c.Id > id));
        }

        var rows = await cases.OrderBy(c => c.OpenedAt).ThenBy(c => c.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<ModerationCase>.Of(rows, page.Size, c => $"{c.OpenedAt.UtcTicks}/{c.Id}");
    }
}

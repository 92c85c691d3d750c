using ESchool.Data;
using ESchool.Domain.Payments.Disputes;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Disputes;

/// <summary>Lists disputes for the staff, newest first.</summary>
public sealed class ListDisputes(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    /// <param name="state">Only disputes in this state; null means all.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<Page<Dispute>> ExecuteAsync(DisputeState? state, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db
            .Disputes.AsNoTracking()
            .Where(d => (state == null || d.State == state) && (page.AfterId == null || d.Id < page.AfterId))
            .OrderByDescending(d => d.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<Dispute>.Of(rows, page.Size, d => d.Id.ToString());
    }
}

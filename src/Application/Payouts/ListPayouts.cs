using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payouts;

/// <summary>Lists payouts, newest first: the caller's own, or everybody's for an administrator.</summary>
public sealed class ListPayouts(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="state">Only payouts in this state; null means all.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<Page<Payout>> ExecuteAsync(Actor actor, PayoutState? state, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db
            .Payouts.AsNoTracking()
            .Where(p => p.InstructorId == actor.UserId || actor.ReadsAll)
            .Where(p => (state == null || p.State == state) && (page.AfterId == null || p.Id < page.AfterId))
            .OrderByDescending(p => p.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<Payout>.Of(rows, page.Size, p => p.Id.ToString());
    }
}

using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments;

/// <summary>Lists the caller's orders, newest first.</summary>
public sealed class ListOrders(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<Order>> ExecuteAsync(Actor actor, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db.Orders.AsNoTracking().Include(o => o.Gift).Include(o => o.Courses)
            .Where(o => o.StudentId == actor.UserId && (page.AfterId == null || o.Id < page.AfterId))
            .OrderByDescending(o => o.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<Order>.Of(rows, page.Size, o => o.Id.ToString());
    }
}

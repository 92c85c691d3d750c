using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Checkout;

/// <summary>Lists a student's orders, newest first.</summary>
public sealed class ListOrders(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    /// <param name="actor">Who reads.</param>
    /// <param name="studentId">Whose orders; only staff read somebody else's, others find none.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<Page<Order>> ExecuteAsync(Actor actor, Guid studentId, PageRequest page, CancellationToken cancellationToken)
    {
        var isAllowed = studentId == actor.UserId || actor.ReadsAll;
        var rows = await db
            .Orders.AsNoTracking()
            .Include(o => o.Gift)
            .Include(o => o.Courses)
            .Where(o => o.StudentId == studentId && isAllowed && (page.AfterId == null || o.Id < page.AfterId))
            .OrderByDescending(o => o.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<Order>.Of(rows, page.Size, o => o.Id.ToString());
    }
}

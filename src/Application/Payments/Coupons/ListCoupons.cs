using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments.Coupons;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Coupons;

/// <summary>Lists coupons, newest first: the caller's own, or everybody's for the staff.</summary>
public sealed class ListCoupons(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<Coupon>> ExecuteAsync(Actor actor, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db
            .Coupons.AsNoTracking()
            .Where(c => (c.OwnerId == actor.UserId || actor.ReadsAll) && (page.AfterId == null || c.Id < page.AfterId))
            .OrderByDescending(c => c.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<Coupon>.Of(rows, page.Size, c => c.Id.ToString());
    }
}

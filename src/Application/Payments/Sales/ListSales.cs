using System.Globalization;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Sales;

/// <summary>A sale as the instructor sees it.</summary>
/// <param name="Order">The order. Who bought is not the instructor's to know.</param>
/// <param name="Share">What the instructor earned by it.</param>
/// <param name="TakenBack">What of that was taken back, or is withheld while a dispute is open.</param>
public sealed record SaleView(Order Order, Money Share, Money TakenBack);

/// <summary>Lists what an instructor sold, the latest payment first.</summary>
public sealed class ListSales(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    /// <param name="actor">Whose sales.</param>
    /// <param name="courseId">Only of this course; null for all.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<Page<SaleView>> ExecuteAsync(Actor actor, Guid? courseId, PageRequest page, CancellationToken cancellationToken)
    {
        var sales = db.Orders.AsNoTracking().Where(o => o.InstructorId == actor.UserId && o.PaidAt != null && o.TotalMinorUnits > 0);
        if (courseId is { } course)
        {
            sales = sales.Where(o => o.CourseId == course);
        }

        if (page.After is { } after)
        {
            var (time, id) = Place(after);
            sales = sales.Where(o => o.PaidAt < time || (o.PaidAt == time && o.Id < id));
        }

        var rows = await (
            from order in sales
            join earning in db.Earnings on order.Id equals earning.OrderId into earnings
            from earning in earnings.DefaultIfEmpty()
            orderby order.PaidAt descending, order.Id descending
            select new { order, earning }
        )
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<SaleView>.Of(
            rows.ConvertAll(row => new SaleView(
                row.order,
                new Money(row.earning?.MinorUnits ?? 0, row.order.Currency),
                new Money(row.earning?.ReversedMinorUnits ?? 0, row.order.Currency)
            )),
            page.Size,
            sale => $"{sale.Order.PaidAt!.Value.UtcTicks}/{sale.Order.Id}"
        );
    }

    private static (DateTimeOffset Time, Guid Id) Place(string after)
    {
        var fields = after.Split('/');
        return (new DateTimeOffset(long.Parse(fields[0], CultureInfo.InvariantCulture), TimeSpan.Zero), Guid.Parse(fields[1]));
    }
}

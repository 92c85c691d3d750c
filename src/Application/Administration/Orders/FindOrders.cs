using ESchool.Application.Days;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Orders;

/// <summary>Which orders are looked for; null means all.</summary>
/// <param name="StudentId">Only of this student.</param>
/// <param name="Email">Only of the student with this address.</param>
/// <param name="CourseId">Only of this course, also in bundles.</param>
/// <param name="StripeId">Only the one with this id at Stripe.</param>
/// <param name="State">Only in this state.</param>
/// <param name="From">Only made at this time or later.</param>
/// <param name="Before">Only made before this time.</param>
public sealed record OrderFilter(
    Guid? StudentId = null,
    string? Email = null,
    Guid? CourseId = null,
    string? StripeId = null,
    OrderState? State = null,
    DateTimeOffset? From = null,
    DateTimeOffset? Before = null
);

/// <summary>Finds orders for staff, the newest first. A search by address is in the audit log.</summary>
public sealed class FindOrders(SchoolDbContext db, OrderOfStripeId stripeIds, AuditTrail audit)
{
    /// <summary>Reads a page.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>: Stripe was asked, and does not answer.</exception>
    public async Task<Page<Order>> ExecuteAsync(Actor actor, OrderFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var orders = db.Orders.AsNoTracking().Where(o => page.AfterId == null || o.Id < page.AfterId);
        if (filter.Email is { } email && page.After is null)
        {
            audit.Note(actor, "order.find_by_address", "orders");
            await db.SaveChangesAsync(cancellationToken);
        }

        if (filter.StripeId is { } stripeId)
        {
            var orderId = await stripeIds.FindAsync(stripeId, cancellationToken);
            orders = orders.Where(o => o.Id == orderId);
        }

        orders = InPeriod(await OfStudentAsync(orders, filter, cancellationToken), filter);
        orders = filter.State is { } state ? orders.Where(o => o.State == state) : orders;
        var rows = filter.CourseId is { } courseId
            ? await OfCourseAsync(orders, courseId, page.Size + 1, cancellationToken)
            : await orders.OrderByDescending(o => o.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<Order>.Of(rows, page.Size, o => o.Id.ToString());
    }

    private static IQueryable<Order> InPeriod(IQueryable<Order> orders, OrderFilter filter)
    {
        // The ids lead to the period, the times say it exactly.
        if (filter.From is { } from)
        {
            var first = RowIds.FirstAt(from);
            orders = orders.Where(o => o.Id >= first && o.CreatedAt >= from);
        }

        if (filter.Before is { } before)
        {
            var end = RowIds.FirstAt(before.AddMilliseconds(1));
            orders = orders.Where(o => o.Id < end && o.CreatedAt < before);
        }

        return orders;
    }

    private async Task<IQueryable<Order>> OfStudentAsync(IQueryable<Order> orders, OrderFilter filter, CancellationToken cancellationToken)
    {
        if (filter.StudentId is { } studentId)
        {
            orders = orders.Where(o => o.StudentId == studentId);
        }

        if (filter.Email is { } email)
        {
            var normalized = User.NormalizeEmail(email);
            var owner = await db
                .Users.Where(u => u.EmailNormalized == normalized && u.ErasedAt == null)
                .Select(u => u.Id)
                .SingleOrDefaultAsync(cancellationToken);
            orders = orders.Where(o => o.StudentId == owner);
        }

        return orders;
    }

    /// <summary>The course alone and the course in bundles: two reads, each along an index of its own, newest first.</summary>
    private async Task<List<Order>> OfCourseAsync(IQueryable<Order> orders, Guid courseId, int count, CancellationToken cancellationToken)
    {
        var alone = await orders.Where(o => o.CourseId == courseId).OrderByDescending(o => o.Id).Take(count).ToListAsync(cancellationToken);
        var bundled = await db
            .OrderCourses.Where(c => c.CourseId == courseId)
            .Join(orders.Where(o => o.BundleId != null), c => c.OrderId, o => o.Id, (_, order) => order)
            .OrderByDescending(o => o.Id)
            .Take(count)
            .ToListAsync(cancellationToken);
        return [.. alone.Concat(bundled).OrderByDescending(o => o.Id).Take(count)];
    }
}

using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Checkout;

/// <summary>Reads the caller's own order; staff read everybody's.</summary>
public sealed class GetOrder(SchoolDbContext db)
{
    /// <summary>Reads the caller's own, or, for staff, anybody's.</summary>
    /// <exception cref="DomainException"><c>ORDER_NOT_FOUND</c>.</exception>
    public Task<Order> ExecuteAsync(Actor actor, Guid orderId, CancellationToken cancellationToken) =>
        FindAsync(db.Orders.Where(o => o.Id == orderId && (o.StudentId == actor.UserId || actor.ReadsAll)), orderId, cancellationToken);

    /// <summary>Reads the caller's own.</summary>
    /// <exception cref="DomainException"><c>ORDER_NOT_FOUND</c>.</exception>
    internal Task<Order> OwnAsync(Actor actor, Guid orderId, CancellationToken cancellationToken) =>
        FindAsync(db.Orders.Where(o => o.Id == orderId && o.StudentId == actor.UserId), orderId, cancellationToken);

    private static async Task<Order> FindAsync(IQueryable<Order> orders, Guid orderId, CancellationToken cancellationToken) =>
        await orders.AsNoTracking().Include(o => o.Gift).Include(o => o.Courses).SingleOrDefaultAsync(cancellationToken)
        ?? throw new DomainException(PaymentReasons.OrderNotFound, "{order} does not exist.", ("order", $"orders/{orderId}"));
}

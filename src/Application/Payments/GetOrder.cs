using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments;

/// <summary>Reads the caller's own order.</summary>
public sealed class GetOrder(SchoolDbContext db)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>ORDER_NOT_FOUND</c>.</exception>
    public async Task<Order> ExecuteAsync(Actor actor, Guid orderId, CancellationToken cancellationToken) =>
        await db.Orders.AsNoTracking().Include(o => o.Gift).Include(o => o.Courses).SingleOrDefaultAsync(o => o.Id == orderId && o.StudentId == actor.UserId, cancellationToken)
        ?? throw new DomainException(PaymentReasons.OrderNotFound, $"There is no order {orderId}.", ("order", orderId.ToString()));
}

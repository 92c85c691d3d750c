using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Refunds;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Refunds;

/// <summary>Reads a refund: of one's own order, or any for the staff.</summary>
public sealed class GetRefund(SchoolDbContext db)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>REFUND_NOT_FOUND</c>.</exception>
    public async Task<Refund> ExecuteAsync(Actor actor, Guid refundId, CancellationToken cancellationToken) =>
        await db
            .Refunds.AsNoTracking()
            .SingleOrDefaultAsync(
                r => r.Id == refundId && (actor.ReadsAll || db.Orders.Any(o => o.Id == r.OrderId && o.StudentId == actor.UserId)),
                cancellationToken
            )
        ?? throw new DomainException(PaymentReasons.RefundNotFound, "{refund} does not exist.", ("refund", $"refunds/{refundId}"));
}

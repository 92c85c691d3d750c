using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Refunds;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Gifts;

/// <summary>Enrolls whoever has the code of a gift, once.</summary>
public sealed class RedeemGift(
    SchoolDbContext db,
    GiftCodes codes,
    ReversibleOrders orders,
    EnrollStudent enroll,
    NeedlessOrders needless,
    WorkOutbox outbox,
    TimeProvider clock
)
{
    /// <summary>Redeems it; done again by the same student it changes nothing.</summary>
    /// <param name="actor">Who gets it.</param>
    /// <param name="code">The gift's code.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <returns>The enrollment.</returns>
    /// <exception cref="DomainException">
    /// <c>GIFT_NOT_FOUND</c>, <c>GIFT_REDEEMED</c>, <c>GIFT_NOT_REDEEMABLE</c>, <c>ALREADY_ENROLLED</c>, <c>OWN_COURSE</c>.
    /// </exception>
    public Task<Guid> ExecuteAsync(Actor actor, string code, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var orderId = codes.OrderOf(code) ?? throw NotFound();
                var order = await orders.LockAsync(orderId, studentId: null, cancellationToken);
                var gift = await db.Gifts.SingleOrDefaultAsync(g => g.OrderId == orderId, cancellationToken) ?? throw NotFound();
                if (gift.RedeemedBy == actor.UserId)
                {
                    return order.EnrollmentId!.Value;
                }

                gift.Redeem(actor.UserId, clock.GetUtcNow());
                order.RequireRedeemable();
                await RequireUsefulAsync(actor, order, cancellationToken);
                order.HandOver(await enroll.ExecuteAsync(actor.UserId, order.CourseId!.Value, $"orders/{order.Id}", cancellationToken));
                await needless.CloseAsync(actor.UserId, [order.CourseId!.Value], order.Id, cancellationToken);
                outbox.Tell(order.StudentId, new GiftRedeemed(order.Id));
                await db.SaveChangesAsync(cancellationToken);
                return order.EnrollmentId!.Value;
            },
            cancellationToken
        );

    private static DomainException NotFound() => new(PaymentReasons.GiftNotFound, "There is no gift with this code.");

    private async Task RequireUsefulAsync(Actor actor, Order order, CancellationToken cancellationToken)
    {
        if (order.InstructorId == actor.UserId)
        {
            throw new DomainException(PaymentReasons.OwnCourse, "Instructors can't enroll in their own courses.");
        }

        if (
            await db.Enrollments.AnyAsync(
                e => e.StudentId == actor.UserId && e.CourseId == order.CourseId && e.State == EnrollmentState.Active && !e.IsMetered,
                cancellationToken
            )
        )
        {
            throw new DomainException(PaymentReasons.AlreadyEnrolled, "The caller is enrolled in the course.", ("course", $"courses/{order.CourseId}"));
        }
    }
}

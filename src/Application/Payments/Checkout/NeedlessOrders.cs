using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Refunds;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Payments.Checkout;

/// <summary>
/// Nobody pays for what they have. When a student gets a course, open pages that sell nothing else are closed; who pays on one all the same, because the page
/// was faster, gets the money back.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class NeedlessOrders(SchoolDbContext db, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>
    /// Asks for the closing of the student's open orders of what the student has by now. Called inside the transaction that gives it; the caller saves.
    /// </summary>
    /// <param name="studentId">Who has it.</param>
    /// <param name="courseIds">What was given.</param>
    /// <param name="cause">The order that gave it, which is not closed.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    internal async Task CloseAsync(Guid studentId, IReadOnlyCollection<Guid> courseIds, Guid cause, CancellationToken cancellationToken)
    {
        var owned = db.Enrollments.Where(e => e.StudentId == studentId && e.State == EnrollmentState.Active && !e.IsMetered).Select(e => e.CourseId);
        var open = db.Orders.Where(o => o.StudentId == studentId && o.State == OrderState.Pending && !o.IsGift && o.Id != cause);
        var needless = await open.Where(o => courseIds.Contains(o.CourseId!.Value))
            .Select(o => o.Id)
            .Concat(
                open.Where(o =>
                        o.BundleId != null
                        && o.Courses.Any(c => courseIds.Contains(c.CourseId))
                        && o.Courses.All(c => courseIds.Contains(c.CourseId) || owned.Contains(c.CourseId))
                    )
                    .Select(o => o.Id)
            )
            .ToListAsync(cancellationToken);
        needless.ForEach(orderId => outbox.Add(new CloseOrderWork(orderId), $"{orderId}:{cause}"));
    }

    /// <summary>Says whether a locked order pays for nothing its student does not have already. Until the transaction ends no other payment gives it.</summary>
    internal async Task<bool> IsAsync(Order order, CancellationToken cancellationToken)
    {
        if (order.IsGift || order.PaidAt is not null)
        {
            return false;
        }

        await db.Users.Where(u => u.Id == order.StudentId).ForNoKeyUpdate().LockAsync(cancellationToken);
        var courseIds = await CoursesOfAsync(order, cancellationToken);
        return courseIds.Count
            == await db.Enrollments.CountAsync(
                e => e.StudentId == order.StudentId && courseIds.Contains(e.CourseId) && e.State == EnrollmentState.Active && !e.IsMetered,
                cancellationToken
            );
    }

    /// <summary>The courses that an order brings.</summary>
    internal async Task<IReadOnlyList<Guid>> CoursesOfAsync(Order order, CancellationToken cancellationToken) =>
        order.CourseId is { } courseId
            ? [courseId]
            : await db.OrderCourses.Where(c => c.OrderId == order.Id).Select(c => c.CourseId).ToListAsync(cancellationToken);

    /// <summary>Gives an order back that was paid for nothing, as a whole, and tells the student. The caller saves.</summary>
    internal void GiveBack(Order order)
    {
        var refund = new Refund(order.Id, order.Charged, requestedBy: null, "Paid for what the student had already.", clock.GetUtcNow());
        db.Refunds.Add(refund);
        outbox.Add(new RefundWork(refund.Id), refund.Id.ToString());
        outbox.Tell(order.StudentId, new OrderNeedless(order.Id, refund.Id));
    }
}

using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Checkout;

/// <summary>
/// What a paid order brings: an enrollment, for a bundle one in each course, or, as a gift, an e-mail with its code. Called inside the transaction that records
/// the payment.
/// </summary>
public sealed class DeliverOrder(SchoolDbContext db, EnrollStudent enroll, WorkOutbox outbox)
{
    /// <summary>Delivers it; done again it changes nothing. The caller saves.</summary>
    /// <returns>The enrollment; null for a gift, and for a bundle, whose courses keep theirs.</returns>
    public async Task<Guid?> ExecuteAsync(Order order, CancellationToken cancellationToken)
    {
        if (order.BundleId is not null)
        {
            await EnrollAsync(order, cancellationToken);
            return null;
        }

        if (!order.IsGift)
        {
            return await enroll.ExecuteAsync(order.StudentId, order.CourseId!.Value, $"orders/{order.Id}", cancellationToken);
        }

        if (order.PaidAt is null)
        {
            outbox.Add(new GiftEmailWork(order.Id), order.Id.ToString());
        }

        return null;
    }

    private async Task EnrollAsync(Order order, CancellationToken cancellationToken)
    {
        var courses = await db.OrderCourses.Where(c => c.OrderId == order.Id).OrderBy(c => c.Position).ToListAsync(cancellationToken);
        var enrollments = await enroll.InAllAsync(order.StudentId, courses.ConvertAll(c => c.CourseId), $"orders/{order.Id}", cancellationToken);
        foreach (var course in courses)
        {
            course.Deliver(enrollments[course.CourseId]);
        }
    }
}

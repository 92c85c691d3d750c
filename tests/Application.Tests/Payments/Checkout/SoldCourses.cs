using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Ledger.Booking;
using ESchool.Application.Payments.Refunds;
using ESchool.Application.Stripe;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Checkout;
using ESchool.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Payments.Checkout;

/// <summary>Sales and refunds as they are booked, without asking Stripe: for tests that need them by the hundred.</summary>
internal static class SoldCourses
{
    /// <summary>A course of EUR 49.00, sold and booked.</summary>
    public static async Task<Order> SellAsync(this TestSchool school, PublishedTestCourse course)
    {
        var student = await school.StudentAsync();
        await using var scope = school.Services.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<SchoolDbContext>(), school.Clock.GetUtcNow());
        var price = new Money(4_900, "EUR");
        var order = new Order(
            student.UserId,
            Guid.NewGuid(),
            new Offer(course.Id, course.Instructor.UserId, "Compilers in an Afternoon", Quote.Of(price, 2_000)),
            now
        );
        await db.InTransactionAsync(
            async () =>
            {
                db.Orders.Add(order);
                var enrollmentId = await scope
                    .ServiceProvider.GetRequiredService<EnrollStudent>()
                    .ExecuteAsync(student.UserId, course.Id, $"orders/{order.Id}", CancellationToken.None);
                order.Pay(enrollmentId, $"ch_{order.Id:N}", now);
                await db.SaveChangesAsync();
                var split = SaleSplit.Of(price, 2_000);
                await scope
                    .ServiceProvider.GetRequiredService<RecordSale>()
                    .ExecuteAsync([new Sale(order.Id, order.InstructorId!.Value, split, new Settlement(price, new Money(172, "EUR")))], CancellationToken.None);
            },
            CancellationToken.None
        );
        return order;
    }

    /// <summary>A refund as Stripe would tell of it.</summary>
    public static RefundReport RefundOf(Order order, long minorUnits, bool hasFailed = false, string? id = null) =>
        new(
            id ?? $"re_{Guid.NewGuid():N}",
            new StripeReferences(null),
            new ChargedBy("", null),
            new StripeReferences(new Dictionary<string, string> { ["order"] = order.Id.ToString() }),
            new Money(minorUnits, "EUR"),
            HasArrived: true,
            hasFailed,
            "",
            Settlement: null
        );

    public static Task HearAsync(this TestSchool school, RefundReport report) => school.DoAsync<SyncRefund>(s => s.ApplyAsync(report, CancellationToken.None));
}

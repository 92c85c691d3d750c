using ESchool.Application.Ledger.Booking;
using ESchool.Application.Payments.Coupons;
using ESchool.Application.Stripe;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Payments.Checkout;

/// <summary>Brings an order to what Stripe says about its checkout session now: the only place where an order becomes paid.</summary>
public sealed class SyncCheckout(
    SchoolDbContext db,
    Stripe.Checkouts checkouts,
    DeliverOrder deliver,
    HoldCoupon holdCoupon,
    NeedlessOrders needless,
    RecordSale recordSale,
    WorkOutbox outbox,
    TimeProvider clock,
    ILogger<SyncCheckout> logger
)
{
    /// <summary>Reads the session from Stripe and moves its order on.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>: Stripe does not answer, or does not know its fee yet.</exception>
    public async Task ExecuteAsync(string sessionId, CancellationToken cancellationToken) =>
        await ApplyAsync(await checkouts.GetAsync(sessionId, cancellationToken), cancellationToken);

    /// <summary>Moves the order of a session on; one that is of no order is not ours.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>: Stripe does not know its fee yet.</exception>
    internal async Task ApplyAsync(CheckoutReport report, CancellationToken cancellationToken)
    {
        if (report.References[PaymentReferences.Order] is not { } orderId)
        {
            logger.LogInformation("Checkout session {Session} is not ours.", report.Id);
            return;
        }

        if (report.IsPaid && report.Charge is null)
        {
            throw new DomainException(CallReasons.DependencyUnavailable, "Stripe has the payment but not its fee yet.", ("dependency", "stripe"));
        }

        await db.InTransactionAsync(() => SyncAsync(orderId, report, cancellationToken), cancellationToken);
    }

    private async Task SyncAsync(Guid orderId, CheckoutReport report, CancellationToken cancellationToken)
    {
        var order = await db.Orders.Where(o => o.Id == orderId).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        if (order is null || (order.StripeSessionId is not null && order.StripeSessionId != report.Id))
        {
            logger.LogWarning("Checkout session {Session} names order {Order}, which is not its own.", report.Id, orderId);
            return;
        }

        var wasAlive = order.IsAlive;
        if (report.IsPaid)
        {
            await PayAsync(order, report.Charge!, new Money(report.TaxMinorUnits, order.Currency), report.Country, cancellationToken);
            return;
        }

        if (report.HasFailed)
        {
            order.Fail();
        }
        else if (report.IsComplete)
        {
            order.Process();
        }
        else if (report.IsExpired)
        {
            order.Expire();
        }

        await holdCoupon.ExecuteAsync(order, wasAlive, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    private void TellInstructor(Order order)
    {
        var instructorId = order.InstructorId!.Value;
        if (order.BundleId is { } bundleId)
        {
            outbox.Tell(instructorId, new BundleSold(bundleId, order.Id));
        }
        else
        {
            outbox.Tell(instructorId, new CourseSold(order.CourseId!.Value, order.Id));
        }
    }

    private async Task PayAsync(Order order, ChargeReport charge, Money tax, string country, CancellationToken cancellationToken)
    {
        if (charge.Gross != order.ChargedWith(tax))
        {
            throw new InvalidOperationException($"Order {order.Id} is {order.Total}; charge {charge.Id} is {charge.Gross}, of it {tax} tax.");
        }

        var isNeedless = await needless.IsAsync(order, cancellationToken);
        var enrollmentId = await deliver.ExecuteAsync(order, cancellationToken);
        var wasAlive = order.IsAlive;
        if (!order.Pay(enrollmentId, charge.Id, clock.GetUtcNow(), tax, country))
        {
            return;
        }

        await holdCoupon.ExecuteAsync(order, wasAlive, cancellationToken);

        outbox.Tell(order.StudentId, new OrderPaid(order.Id, enrollmentId, SubscriptionId: null));
        TellInstructor(order);
        await FollowUpAsync(order, isNeedless, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);

        // At the very end: every sale waits for the platform's accounts here, and they stay locked until the commit.
        var split = SaleSplit.Of(charge.Gross, order.PlatformFeeBasisPoints, order.ShareBase, tax);
        await recordSale.ExecuteAsync([new Sale(order.Id, order.InstructorId!.Value, split, charge.Settlement)], cancellationToken);
    }

    private async Task FollowUpAsync(Order order, bool isNeedless, CancellationToken cancellationToken)
    {
        if (isNeedless)
        {
            needless.GiveBack(order);
        }
        else if (!order.IsGift)
        {
            await needless.CloseAsync(order.StudentId, await needless.CoursesOfAsync(order, cancellationToken), order.Id, cancellationToken);
        }
    }
}

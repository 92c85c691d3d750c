using ESchool.Application.Ledger.Booking;
using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.Stripe.Billing;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Memberships;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Memberships.Revenue;

/// <summary>
/// Books an invoice of a membership that Stripe says is paid: as an order of its own, whose money is deferred revenue. The only place where that is done.
/// </summary>
public sealed class SyncInvoice(
    SchoolDbContext db,
    GetSubscription subscriptions,
    Stripe.Billing.Invoices invoices,
    RecordPrepayment recordPrepayment,
    WorkOutbox outbox,
    TimeProvider clock,
    ILogger<SyncInvoice> logger
)
{
    private const int Whole = 10_000;

    /// <summary>Reads the invoice from Stripe and books it, unless that was done.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>: Stripe does not answer, or does not know its fee yet.</exception>
    public async Task ExecuteAsync(string stripeInvoiceId, CancellationToken cancellationToken)
    {
        var report = await invoices.GetAsync(stripeInvoiceId, cancellationToken);
        if (report.References[MembershipReferences.Subscription] is not { } subscriptionId)
        {
            logger.LogInformation("Invoice {Invoice} is not of a membership of ours.", stripeInvoiceId);
            return;
        }

        // A trial costs nothing.
        if (!report.IsPaid || (report.Paid.MinorUnits == 0 && report.Due.MinorUnits == 0))
        {
            return;
        }

        if (report is { Paid.MinorUnits: > 0, Charge: null, IsOutside: false })
        {
            throw new DomainException(CallReasons.DependencyUnavailable, "Stripe has the payment but not its fee yet.", ("dependency", "stripe"));
        }

        await db.InTransactionAsync(() => SyncAsync(subscriptionId, report, cancellationToken), cancellationToken);
    }

    private async Task SyncAsync(Guid subscriptionId, InvoiceReport report, CancellationToken cancellationToken)
    {
        if (report.Due.MinorUnits < 0)
        {
            // Refunds and disputes lock an order first, and then its subscription.
            await db
                .Orders.Where(o => db.MembershipInvoices.Any(i => i.OrderId == o.Id && i.SubscriptionId == subscriptionId))
                .OrderBy(o => o.Id)
                .ForUpdate()
                .LockAsync(cancellationToken);
        }

        var subscription = await subscriptions.LockAsync(subscriptionId, cancellationToken);
        if (subscription is null)
        {
            logger.LogWarning("Invoice {Invoice} names subscription {Subscription}, which is not there.", report.Id, subscriptionId);
        }
        else if (
            !await db.MembershipInvoices.AnyAsync(i => i.StripeInvoiceId == report.Id, cancellationToken)
            && !await db.MembershipCredits.AnyAsync(c => c.StripeInvoiceId == report.Id, cancellationToken)
        )
        {
            await BookAsync(subscription, report, cancellationToken);
        }
    }

    /// <summary>
    /// An invoice that credits more than it charges gives the member what is unused as credit, and what it charges is paid with that at once.
    /// </summary>
    private async Task BookAsync(Subscription subscription, InvoiceReport report, CancellationToken cancellationToken)
    {
        if (report.Charge is { } charge && charge.Gross != report.Paid)
        {
            throw new InvalidOperationException($"Of invoice {report.Id} {report.Paid} are paid; charge {charge.Id} is {charge.Gross}.");
        }

        var isCredit = report.Due.MinorUnits < 0;
        var due = isCredit ? report.ChargedDue : report.Due;
        (MembershipCredit Credit, Money FromDeferred)? credit = isCredit ? await CreditAsync(subscription, report, due - report.Due, cancellationToken) : null;
        var order = due.MinorUnits > 0 ? await OrderAsync(subscription, report, due, cancellationToken) : null;
        await db.SaveChangesAsync(cancellationToken);

        // At the very end: they lock the platform's accounts until the commit.
        if (credit is { } given)
        {
            await recordPrepayment.GrantCreditAsync(given.Credit.Id, due - report.Due, given.FromDeferred, cancellationToken);
        }

        if (order is not null)
        {
            var settlement = report.IsOutside ? null : report.Charge?.Settlement ?? Settlement.None(report.Paid.CurrencyCode);
            await recordPrepayment.ExecuteAsync(
                new Prepayment(order.Id, report.Paid, report.Tax, settlement, due - (report.Paid - report.Tax)),
                cancellationToken
            );
        }
    }

    private async Task<Order> OrderAsync(Subscription subscription, InvoiceReport report, Money due, CancellationToken cancellationToken)
    {
        var planId = report.PriceReferences[MembershipReferences.Plan];
        var plan = await db.Plans.SingleAsync(p => p.Id == (planId ?? subscription.PlanId), cancellationToken);
        var title = $"{plan.Name}, {report.ServiceStart:yyyy-MM-dd} to {report.ServiceEnd:yyyy-MM-dd}";
        var order = Order.OfMembership(
            subscription.StudentId,
            title,
            (report.Charge?.Id, report.Paid, report.Tax),
            Whole - plan.InstructorBasisPoints,
            subscription.AcceptedTerms,
            clock.GetUtcNow()
        );
        var terms = new InvoiceTerms(subscription.Id, report.Id, report.ServiceStart, report.ServiceEnd, report.OpensPeriod, plan.InstructorBasisPoints);
        db.Orders.Add(order);
        db.MembershipInvoices.Add(new MembershipInvoice(order, terms, (due - (report.Paid - report.Tax)).MinorUnits));
        outbox.Tell(order.StudentId, new OrderPaid(order.Id, EnrollmentId: null, subscription.Id));
        return order;
    }

    /// <summary>
    /// Takes what is unused out of what was paid, the latest payment first. What instructors got for months that are over stays theirs: the platform bears it.
    /// </summary>
    private async Task<(MembershipCredit Credit, Money FromDeferred)> CreditAsync(
        Subscription subscription,
        InvoiceReport report,
        Money unused,
        CancellationToken cancellationToken
    )
    {
        var paid = await db
            .MembershipInvoices.Where(i => i.SubscriptionId == subscription.Id)
            .OrderByDescending(i => i.ServiceStart)
            .ThenByDescending(i => i.OrderId)
            .ToListAsync(cancellationToken);
        if (!paid.Exists(i => i.ServiceStart <= report.ServiceStart))
        {
            throw new DomainException(
                CallReasons.DependencyUnavailable,
                "The credit came before the payment it is of was booked; it will be tried again.",
                ("dependency", "stripe")
            );
        }

        var left = unused.MinorUnits;
        foreach (var invoice in paid)
        {
            left -= invoice.Credit(left);
        }

        var credit = new MembershipCredit(subscription.Id, report.Id, unused, clock.GetUtcNow());
        db.MembershipCredits.Add(credit);
        return (credit, unused with { MinorUnits = unused.MinorUnits - left });
    }
}

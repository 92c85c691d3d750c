using ESchool.Application.Ledger;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Memberships;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Payments.Memberships;

/// <summary>Books an invoice of a membership that Stripe says is paid: as an order of its own, whose money is deferred revenue. The only place where that is done.</summary>
public sealed class SettleInvoice(
    SchoolDbContext db, GetSubscription subscriptions, StripeGateway stripe, RecordPrepayment recordPrepayment, WorkOutbox outbox, TimeProvider clock, ILogger<SettleInvoice> logger)
{
    private const int Whole = 10_000;

    /// <summary>Reads the invoice from Stripe and books it, unless that was done.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>: Stripe does not answer, or does not know its fee yet.</exception>
    public async Task ExecuteAsync(string stripeInvoiceId, CancellationToken cancellationToken)
    {
        var report = await stripe.GetInvoiceAsync(stripeInvoiceId, cancellationToken);
        if (report.SubscriptionId is not { } subscriptionId)
        {
            logger.LogInformation("Invoice {Invoice} is not of a membership of ours.", stripeInvoiceId);
            return;
        }

        // A trial, or a change that a credit paid for, moves no money.
        if (!report.IsPaid || report.Paid.MinorUnits == 0)
        {
            return;
        }

        if (report.Charge is null)
        {
            throw new DomainException(CallReasons.DependencyUnavailable, "Stripe has the payment but not its fee yet.", ("dependency", "stripe"));
        }

        await db.InTransactionAsync(() => SettleAsync(subscriptionId, report, cancellationToken), cancellationToken);
    }

    private async Task SettleAsync(Guid subscriptionId, InvoiceReport report, CancellationToken cancellationToken)
    {
        var subscription = await subscriptions.LockAsync(subscriptionId, cancellationToken);
        if (subscription is null)
        {
            logger.LogWarning("Invoice {Invoice} names subscription {Subscription}, which is not there.", report.Id, subscriptionId);
        }
        else if (!await db.MembershipInvoices.AnyAsync(i => i.StripeInvoiceId == report.Id, cancellationToken))
        {
            await BookAsync(subscription, report, report.Charge!, cancellationToken);
        }
    }

    private async Task BookAsync(Subscription subscription, InvoiceReport report, ChargeReport charge, CancellationToken cancellationToken)
    {
        if (charge.Gross != report.Paid || charge.Fee.CurrencyCode != report.Paid.CurrencyCode)
        {
            throw new InvalidOperationException($"Of invoice {report.Id} {report.Paid} are paid; charge {charge.Id} is {charge.Gross} with a fee of {charge.Fee}.");
        }

        var plan = await db.Plans.SingleAsync(p => p.Id == (report.PlanId ?? subscription.PlanId), cancellationToken);
        var title = $"{plan.Name}, {report.ServiceStart:yyyy-MM-dd} to {report.ServiceEnd:yyyy-MM-dd}";
        var order = Order.OfMembership(subscription.StudentId, title, (charge.Id, report.Paid, report.Tax), Whole - plan.InstructorBasisPoints, subscription.AcceptedTerms, clock.GetUtcNow());
        var terms = new InvoiceTerms(subscription.Id, report.Id, report.ServiceStart, report.ServiceEnd, report.OpensPeriod, plan.InstructorBasisPoints);
        db.Orders.Add(order);
        db.MembershipInvoices.Add(new MembershipInvoice(order, terms));
        outbox.Tell(order.StudentId, "order.paid", $"orders/{order.Id}", ("subscription", $"subscriptions/{subscription.Id}"));
        await db.SaveChangesAsync(cancellationToken);

        // At the very end: it locks the platform's accounts until the commit.
        await recordPrepayment.ExecuteAsync(order.Id, charge.Gross, report.Tax, charge.Fee, cancellationToken);
    }
}

using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Payments.Checkout;
using ESchool.Data;
using ESchool.Domain.Learning;
using ESchool.Domain.Memberships;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Memberships.Courses;

/// <summary>What a membership opens now: the grants of its running period follow the subscription, and the payment of that period.</summary>
public sealed class MemberAccess(SchoolDbContext db, ChangeAccess access, GrantWorth worth, TimeProvider clock)
{
    /// <summary>Changes what the grants of the running period are worth; the caller has locked the subscription, and saves.</summary>
    public async Task ExecuteAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var isOpen = subscription.Open(clock.GetUtcNow());
        if (subscription.GrantSource is { } source)
        {
            await access.ExecuteAsync(source, isOpen ? await WorthAsync(subscription, cancellationToken) : GrantState.Ended, cancellationToken);
        }
    }

    /// <summary>What the payment of the running period is worth. A trial has none, and one that is being collected is trusted.</summary>
    internal async Task<GrantState> WorthAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var paid = await (
            from invoice in db.MembershipInvoices
            join order in db.Orders on invoice.OrderId equals order.Id
            where invoice.SubscriptionId == subscription.Id && invoice.OpensPeriod && invoice.ServiceStart == subscription.PeriodStart
            select order
        ).SingleOrDefaultAsync(cancellationToken);
        return paid is null ? GrantState.Live : await worth.ExecuteAsync(paid, cancellationToken);
    }
}

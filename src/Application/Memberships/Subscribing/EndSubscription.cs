using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Memberships.Subscribing;

/// <summary>Ends a membership now: at Stripe first, so that nothing is renewed or charged, then here. Nothing is given back by it.</summary>
public sealed class EndSubscription(SchoolDbContext db, Stripe.Billing.Subscriptions subscriptions, SyncSubscription sync) : IHandle<EndSubscriptionWork>
{
    Task IHandle<EndSubscriptionWork>.HandleAsync(EndSubscriptionWork work, CancellationToken cancellationToken) =>
        ExecuteAsync(work.SubscriptionId, cancellationToken);

    /// <summary>Ends it; done again it changes nothing.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task ExecuteAsync(Guid subscriptionId, CancellationToken cancellationToken)
    {
        var stripeSubscriptionId = await db.Subscriptions.Where(s => s.Id == subscriptionId).Select(s => s.StripeSubscriptionId).SingleAsync(cancellationToken);
        if (stripeSubscriptionId is not null)
        {
            await subscriptions.CancelAsync(stripeSubscriptionId, cancellationToken);
            await sync.ExecuteAsync(stripeSubscriptionId, cancellationToken);
        }
    }
}

using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Memberships;
using ESchool.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Memberships.Subscribing;

/// <summary>A subscription with its plan.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="Plan">The plan it is paid by.</param>
public sealed record SubscriptionView(Subscription Subscription, Plan Plan);

/// <summary>Reads the caller's membership.</summary>
public sealed class GetSubscription(SchoolDbContext db)
{
    /// <summary>Reads the one that is not over, or else the one that was begun last: of a merged account, one may have begun later that is over.</summary>
    /// <exception cref="DomainException"><c>SUBSCRIPTION_NOT_FOUND</c>.</exception>
    public async Task<SubscriptionView> ExecuteAsync(Actor actor, CancellationToken cancellationToken) =>
        await (
            from subscription in db.Subscriptions.AsNoTracking()
            join plan in db.Plans.AsNoTracking() on subscription.PlanId equals plan.Id
            where subscription.StudentId == actor.UserId
            orderby Subscription.OpenStates.Contains(subscription.State) descending, subscription.Id descending
            select new SubscriptionView(subscription, plan)
        ).FirstOrDefaultAsync(cancellationToken) ?? throw new DomainException(PaymentReasons.SubscriptionNotFound, "The caller never had a membership.");

    /// <summary>Reads the one that is not over, when Stripe has it.</summary>
    /// <exception cref="DomainException"><c>SUBSCRIPTION_NOT_FOUND</c>, <c>SUBSCRIPTION_NOT_ACTIVE</c>.</exception>
    internal async Task<SubscriptionView> RunningAsync(Actor actor, CancellationToken cancellationToken) =>
        await ExecuteAsync(actor, cancellationToken) is { Subscription: { StripeSubscriptionId: not null } running } view
        && Subscription.OpenStates.Contains(running.State)
            ? view
            : throw NotActive();

    /// <summary>Loads one and locks it until the transaction ends; null for none.</summary>
    internal Task<Subscription?> LockAsync(Guid subscriptionId, CancellationToken cancellationToken) =>
        db.Subscriptions.Where(s => s.Id == subscriptionId).ForUpdate().SingleOrDefaultAsync(cancellationToken);

    internal static DomainException NotActive() => new(PaymentReasons.SubscriptionNotActive, "The caller has no membership that runs.");
}

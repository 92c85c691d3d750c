using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Memberships.Courses;
using ESchool.Application.Stripe;
using ESchool.Application.Stripe.Billing;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Memberships;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Memberships.Subscribing;

/// <summary>
/// Brings a subscription to what Stripe says about it now, and what it opens with it: the only place where a membership begins, goes on and ends.
/// </summary>
public sealed class SyncSubscription(
    SchoolDbContext db,
    GetSubscription subscriptions,
    Stripe.Billing.Subscriptions stripe,
    Stripe.Checkouts checkouts,
    ContinueAccess continueAccess,
    MemberAccess access,
    WorkOutbox outbox,
    IOptions<MembershipOptions> options,
    TimeProvider clock,
    ILogger<SyncSubscription> logger
)
{
    private const int Attempts = 10;

    /// <summary>Reads the subscription from Stripe and follows it. Done again it changes nothing.</summary>
    /// <exception cref="DomainException">
    /// <c>DEPENDENCY_UNAVAILABLE</c>: Stripe does not answer, or others follow the same subscription all the time.
    /// </exception>
    public async Task ExecuteAsync(string stripeSubscriptionId, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            // Before Stripe is asked: when somebody else has followed it by the time of the answer, theirs may be newer than ours.
            var revision = await db
                .Subscriptions.Where(s => s.StripeSubscriptionId == stripeSubscriptionId)
                .Select(s => s.Revision)
                .SingleOrDefaultAsync(cancellationToken);
            var report = await stripe.GetAsync(stripeSubscriptionId, cancellationToken);
            if (report.References[MembershipReferences.Subscription] is not { } subscriptionId)
            {
                logger.LogInformation("Subscription {Subscription} is not ours.", stripeSubscriptionId);
                return;
            }

            if (await db.InTransactionAsync(() => ApplyAsync(subscriptionId, report, revision, cancellationToken), cancellationToken))
            {
                return;
            }

            db.ChangeTracker.Clear();
        }

        throw new DomainException(
            CallReasons.DependencyUnavailable,
            "The subscription changes all the time; it will be tried again.",
            ("dependency", "stripe")
        );
    }

    /// <summary>Brings a subscription to what its checkout session says.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    internal async Task SyncCheckoutAsync(Guid subscriptionId, CheckoutReport report, CancellationToken cancellationToken)
    {
        if (report.StripeSubscriptionId is { } stripeSubscriptionId)
        {
            await ExecuteAsync(stripeSubscriptionId, cancellationToken);
        }
        else if (report.IsExpired)
        {
            await db.InTransactionAsync(() => EndAsync(subscriptionId, left => left.Expire(clock.GetUtcNow()), cancellationToken), cancellationToken);
        }
    }

    /// <summary>
    /// Closes the checkout of a subscription that nobody has finished; whoever was faster is followed. Without a page it is over at once: if Stripe has one,
    /// its address was lost with the answer.
    /// </summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    internal async Task CloseCheckoutAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        if (subscription.StripeSessionId is null)
        {
            await db.InTransactionAsync(() => EndAsync(subscription.Id, unseen => unseen.Expire(clock.GetUtcNow()), cancellationToken), cancellationToken);
            return;
        }

        await checkouts.ExpireAsync(subscription.StripeSessionId!, cancellationToken);
        await SyncCheckoutAsync(subscription.Id, await checkouts.GetAsync(subscription.StripeSessionId!, cancellationToken), cancellationToken);
    }

    private async Task<bool> ApplyAsync(Guid subscriptionId, SubscriptionReport report, int revision, CancellationToken cancellationToken)
    {
        if (await subscriptions.LockAsync(subscriptionId, cancellationToken) is not { } subscription)
        {
            logger.LogWarning("Subscription {Subscription} names {Named}, which is not there.", report.Id, subscriptionId);
            return true;
        }

        if (subscription.Revision != revision)
        {
            return false;
        }

        var (stateBefore, sourceBefore) = (subscription.State, subscription.GrantSource);
        subscription.Follow(report.Id, StandingOf(report), options.Value.Grace);
        if (sourceBefore is not null && subscription.GrantSource != sourceBefore)
        {
            await continueAccess.ExecuteAsync(sourceBefore, subscription.GrantSource!, db.CourseOffers.Select(o => o.CourseId), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        await access.ExecuteAsync(subscription, cancellationToken);
        if (subscription.State != stateBefore)
        {
            outbox.Tell(subscription.StudentId, new SubscriptionChanged(subscription.Id, subscription.State));
        }

        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private static SubscriptionStanding StandingOf(SubscriptionReport report) =>
        new(
            StateOf(report.Status),
            report.PriceReferences[MembershipReferences.Plan],
            report.PeriodStart,
            report.PeriodEnd,
            report.CancelsAtPeriodEnd,
            report.EndedAt
        );

    private static SubscriptionState StateOf(string status) =>
        status switch
        {
            "incomplete" => SubscriptionState.Pending,
            "trialing" => SubscriptionState.Trialing,
            "active" => SubscriptionState.Active,
            "past_due" => SubscriptionState.PastDue,
            "unpaid" or "paused" => SubscriptionState.Unpaid,
            "canceled" => SubscriptionState.Canceled,
            "incomplete_expired" => SubscriptionState.Expired,
            _ => throw new InvalidOperationException($"Stripe has a subscription that is {status}, which the school does not know."),
        };

    /// <summary>Ends a subscription that Stripe refused to make a page for.</summary>
    internal async Task FailAsync(Guid subscriptionId, string message)
    {
        db.ChangeTracker.Clear();
        await db.InTransactionAsync(
            () => EndAsync(subscriptionId, refused => refused.Fail(message, clock.GetUtcNow()), CancellationToken.None),
            CancellationToken.None
        );
    }

    private async Task EndAsync(Guid subscriptionId, Action<Subscription> end, CancellationToken cancellationToken)
    {
        if (await subscriptions.LockAsync(subscriptionId, cancellationToken) is { } subscription)
        {
            end(subscription);
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}

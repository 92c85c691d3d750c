using ESchool.Application.Identity.Accounts;
using ESchool.Application.Memberships.Plans;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Tax;
using ESchool.Application.Settings;
using ESchool.Application.Stripe;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Memberships;
using ESchool.Domain.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ESchool.Application.Memberships.Subscribing;

/// <summary>
/// Begins a membership with a Stripe Checkout page. First the wish is saved, then Stripe is asked for customer, price and page with keys that derive from our
/// ids, and each answer is saved: a call repeated at any point goes on where the one before stopped.
/// </summary>
public sealed class StartSubscription(
    SchoolDbContext db,
    ListPlans plans,
    GetSubscription subscriptions,
    SyncSubscription sync,
    PriceOfPlan priceOfPlan,
    Stripe.Billing.Customers customers,
    Stripe.Checkouts checkouts,
    LiveAccounts accounts,
    LiveSettings settings,
    IOptions<TaxOptions> taxes,
    TimeProvider clock
)
{
    /// <summary>Starts checkout; the same request id gives the same subscription. Another plan closes the page of the one before.</summary>
    /// <param name="actor">Who subscribes.</param>
    /// <param name="requestId">The client's id of the wish.</param>
    /// <param name="planId">To what.</param>
    /// <param name="page">The page it is done on.</param>
    /// <param name="cancellationToken">Stops before Stripe is asked.</param>
    /// <exception cref="DomainException">
    /// <c>PLAN_NOT_FOUND</c>, <c>ALREADY_SUBSCRIBED</c>, <c>CLOSED_BY_STAFF</c>, <c>CHECKOUT_REFUSED</c>, <c>REQUEST_ID_REUSED</c>, <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public async Task<Subscription> ExecuteAsync(Actor actor, Guid requestId, Guid planId, CheckoutPage page, CancellationToken cancellationToken)
    {
        var subscription = await db.Subscriptions.SingleOrDefaultAsync(s => s.StudentId == actor.UserId && s.RequestId == requestId, cancellationToken);
        if (subscription is null)
        {
            await plans.OnSaleAsync(planId, cancellationToken);
            subscription = await FindOpenAsync(actor, planId, cancellationToken) ?? await MakeAsync(actor, requestId, planId, page, cancellationToken);
        }
        else if (subscription.PlanId != planId && subscription.State == SubscriptionState.Pending)
        {
            throw new DomainException(CallReasons.RequestIdReused, "The request_id was used for another plan.", ("request_id", requestId.ToString()));
        }

        return await PrepareAsync(subscription, page, cancellationToken);
    }

    /// <summary>What is open is gone on with, when it is the same plan and nothing was paid; a page of another plan is closed.</summary>
    private async Task<Subscription?> FindOpenAsync(Actor actor, Guid planId, CancellationToken cancellationToken)
    {
        var open = await db.Subscriptions.SingleOrDefaultAsync(
            s => s.StudentId == actor.UserId && Subscription.OpenStates.Contains(s.State),
            cancellationToken
        );
        if (open is null || (open.HasNotBegun && open.PlanId == planId))
        {
            return open;
        }

        if (open.HasNotBegun)
        {
            await sync.CloseCheckoutAsync(open, cancellationToken);
            db.ChangeTracker.Clear();
        }

        return await db.Subscriptions.AnyAsync(s => s.StudentId == actor.UserId && Subscription.OpenStates.Contains(s.State), cancellationToken)
            ? throw Subscribed(open)
            : null;
    }

    private async Task<Subscription> MakeAsync(Actor actor, Guid requestId, Guid planId, CheckoutPage page, CancellationToken cancellationToken)
    {
        await settings.RequireOpenAsync(KnownSettings.CheckoutOpen, cancellationToken);

        // A trial is for who never was a member.
        var plan = await plans.OnSaleAsync(planId, cancellationToken);
        var isFirst = !await db.Subscriptions.AnyAsync(s => s.StudentId == actor.UserId && s.StripeSubscriptionId != null, cancellationToken);
        var subscription = new Subscription(actor.UserId, requestId, planId, isFirst ? plan.TrialDays : 0, page.AcceptedTerms, clock.GetUtcNow());
        try
        {
            return await db.InTransactionAsync(
                async () =>
                {
                    await accounts.KeepOpenAsync(actor.UserId, cancellationToken);
                    db.Subscriptions.Add(subscription);
                    await db.SaveChangesAsync(cancellationToken);
                    return subscription;
                },
                cancellationToken
            );
        }
        catch (DbUpdateException fault) when (fault.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // A call at the same time was faster.
            db.ChangeTracker.Clear();
            var first = await db.Subscriptions.SingleAsync(s => s.StudentId == actor.UserId && Subscription.OpenStates.Contains(s.State), cancellationToken);
            return first.PlanId == planId && first.State == SubscriptionState.Pending ? first : throw Subscribed(first);
        }
    }

    private async Task<Subscription> PrepareAsync(Subscription subscription, CheckoutPage page, CancellationToken cancellationToken)
    {
        if (subscription.State == SubscriptionState.Failed)
        {
            throw Refused(subscription, subscription.FailureMessage);
        }

        if (subscription.CheckoutUrl is not null || subscription.State != SubscriptionState.Pending)
        {
            return subscription;
        }

        try
        {
            var plan = await db.Plans.SingleAsync(p => p.Id == subscription.PlanId, cancellationToken);
            var priceId = await priceOfPlan.ExecuteAsync(plan, cancellationToken);
            var customerId = await CustomerAsync(subscription.StudentId, cancellationToken);
            var reference = new StripeReference(MembershipReferences.Subscription, subscription.Id);
            var (sessionId, url) = await checkouts.CreateAsync(
                new SubscriptionPage(reference, customerId, priceId, subscription.TrialDays, taxes.Value.Enabled, page.SuccessUrl, page.CancelUrl),
                cancellationToken
            );
            return await AttachAsync(subscription.Id, sessionId, url);
        }
        catch (StripeRefusedException refusal)
        {
            await sync.FailAsync(subscription.Id, refusal.Message);
            throw Refused(subscription, refusal.Message);
        }
    }

    /// <summary>
    /// Saves the page, unless the subscription was closed while Stripe made it, or another call has saved another page: then nobody learns the address of this
    /// one.
    /// </summary>
    private async Task<Subscription> AttachAsync(Guid subscriptionId, string sessionId, string url)
    {
        db.ChangeTracker.Clear();
        return await db.InTransactionAsync(
            async () =>
            {
                var locked = (await subscriptions.LockAsync(subscriptionId, CancellationToken.None))!;
                if (locked.HasNotBegun && locked.StripeSessionId is null)
                {
                    locked.AttachCheckout(sessionId, url);
                    await db.SaveChangesAsync(CancellationToken.None);
                }

                return locked;
            },
            CancellationToken.None
        );
    }

    private async Task<string> CustomerAsync(Guid studentId, CancellationToken cancellationToken)
    {
        if (await db.BillingCustomers.SingleOrDefaultAsync(c => c.StudentId == studentId, cancellationToken) is { } known)
        {
            return known.StripeCustomerId;
        }

        var email = await db.Users.Where(u => u.Id == studentId).Select(u => u.Email).SingleAsync(cancellationToken);
        var customerId = await customers.CreateAsync(new StripeReference(MembershipReferences.Student, studentId), email, cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO memberships.billing_customers (student_id, stripe_customer_id) VALUES ({studentId}, {customerId}) ON CONFLICT DO NOTHING",
            CancellationToken.None
        );
        return await db.BillingCustomers.Where(c => c.StudentId == studentId).Select(c => c.StripeCustomerId).SingleAsync(CancellationToken.None);
    }

    private static DomainException Refused(Subscription subscription, string message) =>
        new(
            PaymentReasons.CheckoutRefused,
            "Stripe makes no page for this membership: {message}",
            ("subscription", $"subscriptions/{subscription.Id}"),
            ("message", message)
        );

    private static DomainException Subscribed(Subscription open) =>
        new(
            PaymentReasons.AlreadySubscribed,
            "The caller has a membership; change its plan, or cancel it.",
            ("subscription", $"subscriptions/{open.Id}"),
            ("state", open.State)
        );
}

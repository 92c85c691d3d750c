using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Memberships.Subscribing;

/// <summary>Makes a link to Stripe's page where a member sees invoices, changes cards and cancels.</summary>
public sealed class CreateBillingPortalLink(SchoolDbContext db, GetSubscription subscriptions, Stripe.Billing.Customers customers)
{
    /// <summary>Makes it; it works once and for a short time.</summary>
    /// <param name="actor">The member.</param>
    /// <param name="returnUrl">Where the page leads back to.</param>
    /// <param name="cancellationToken">Stops before Stripe is asked.</param>
    /// <exception cref="DomainException"><c>SUBSCRIPTION_NOT_FOUND</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<string> ExecuteAsync(Actor actor, string returnUrl, CancellationToken cancellationToken)
    {
        await subscriptions.ExecuteAsync(actor, cancellationToken);
        var customerId = await db.BillingCustomers.Where(c => c.StudentId == actor.UserId).Select(c => c.StripeCustomerId).SingleAsync(cancellationToken);
        return await customers.CreatePortalLinkAsync(customerId, returnUrl, cancellationToken);
    }
}

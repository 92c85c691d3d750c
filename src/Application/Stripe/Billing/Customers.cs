using ESchool.Domain;
using Microsoft.Extensions.DependencyInjection;
using Stripe;
using static ESchool.Application.Stripe.StripeCalls;
using PortalOptions = global::Stripe.BillingPortal.SessionCreateOptions;

namespace ESchool.Application.Stripe.Billing;

/// <summary>Stripe's customers and their billing portal.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class Customers(StripeCalls calls)
{
    /// <summary>Makes a customer, or finds the one made before.</summary>
    /// <returns>Stripe's id, <c>cus_…</c>.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<string> CreateAsync(StripeReference what, string email, CancellationToken cancellationToken)
    {
        var options = new CustomerCreateOptions { Email = email, Metadata = what.Metadata };
        var made = await calls.MakeAsync(
            KeyOf($"customer-{what.Id}", email),
            (stripe, request) => stripe.Customers.CreateAsync(options, request, cancellationToken)
        );
        return made.Id;
    }

    /// <summary>Makes a link to the page where a customer sees invoices, changes cards and cancels.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<string> CreatePortalLinkAsync(string customerId, string returnUrl, CancellationToken cancellationToken) =>
        calls.AskAsync(async stripe =>
            (
                await stripe.BillingPortal.Sessions.CreateAsync(
                    new PortalOptions { Customer = customerId, ReturnUrl = returnUrl },
                    cancellationToken: cancellationToken
                )
            ).Url
        );
}

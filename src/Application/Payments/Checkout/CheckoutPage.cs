using ESchool.Domain.Payments.Checkout;

namespace ESchool.Application.Payments.Checkout;

/// <summary>The page a student buys on.</summary>
/// <param name="SuccessUrl">Where Stripe sends the browser after paying.</param>
/// <param name="CancelUrl">Where Stripe sends the browser after giving up.</param>
/// <param name="AcceptedTerms">The version of the terms of sale that the student accepted on it; empty when it showed none.</param>
/// <param name="Currency">The currency it shows the price in, an ISO 4217 code; empty for the first.</param>
public sealed record CheckoutPage(string SuccessUrl, string CancelUrl, string AcceptedTerms = "", string Currency = "")
{
    /// <summary>Where the student came to it from. Sent again with another, a call finds the order that it made: the first is kept.</summary>
    public TrafficSource TrafficSource { get; init; } = TrafficSource.Unknown;
}

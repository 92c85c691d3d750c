namespace ESchool.Domain.Memberships;

/// <summary>
/// What a member gets credited when the plan becomes a cheaper one: what was paid for it and is unused. Stripe keeps it, and pays invoices to come with it.
/// </summary>
public sealed class MembershipCredit
{
    private MembershipCredit() { }

    /// <summary>Notes a credit.</summary>
    /// <param name="subscriptionId">Whose it is.</param>
    /// <param name="stripeInvoiceId">Stripe's invoice that gave it, <c>in_…</c>.</param>
    /// <param name="amount">How much, without tax; more than zero.</param>
    /// <param name="now">The present time.</param>
    public MembershipCredit(Guid subscriptionId, string stripeInvoiceId, Money amount, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        SubscriptionId = subscriptionId;
        StripeInvoiceId = stripeInvoiceId;
        MinorUnits = amount.MinorUnits;
        Currency = amount.CurrencyCode;
        GrantedAt = now;
    }

    /// <summary>The credit's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Whose it is.</summary>
    public Guid SubscriptionId { get; private set; }

    /// <summary>Stripe's invoice that gave it, <c>in_…</c>; unique.</summary>
    public string StripeInvoiceId { get; private set; } = "";

    /// <summary>How much, without tax, in minor units.</summary>
    public long MinorUnits { get; private set; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>When it was noted.</summary>
    public DateTimeOffset GrantedAt { get; private set; }
}

namespace ESchool.Domain.Memberships;

/// <summary>A student as Stripe knows them: who subscriptions are billed to.</summary>
public sealed class BillingCustomer
{
    private BillingCustomer() { }

    /// <summary>Notes Stripe's customer.</summary>
    public BillingCustomer(Guid studentId, string stripeCustomerId)
    {
        StudentId = studentId;
        StripeCustomerId = stripeCustomerId;
    }

    /// <summary>The student.</summary>
    public Guid StudentId { get; private set; }

    /// <summary>Stripe's customer, <c>cus_…</c>; unique.</summary>
    public string StripeCustomerId { get; private set; } = "";
}

namespace ESchool.Application.Memberships.Subscribing;

/// <summary>What subscriptions, plans and students are called at Stripe: metadata fields, and the roots of idempotency keys. Never changed.</summary>
internal static class MembershipReferences
{
    public const string Subscription = "subscription";
    public const string Plan = "plan";
    public const string Student = "student";
}

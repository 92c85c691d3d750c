namespace ESchool.Application.Payments;

/// <summary>What orders and refunds are called at Stripe: metadata fields, and the roots of idempotency keys. Never changed.</summary>
internal static class PaymentReferences
{
    public const string Order = "order";
    public const string Refund = "refund";
}

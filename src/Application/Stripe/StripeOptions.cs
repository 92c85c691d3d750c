using System.ComponentModel.DataAnnotations;

namespace ESchool.Application.Stripe;

/// <summary>Settings of Stripe.</summary>
public sealed class StripeOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Stripe";

    /// <summary>The secret key, <c>sk_test_…</c> or <c>sk_live_…</c>; <c>STRIPE_SECRET_KEY</c> sets it too.</summary>
    [Required]
    public string SecretKey { get; set; } = "";

    /// <summary>Stripe's API; another address for an emulator.</summary>
    [Required]
    public string ApiBase { get; set; } = "https://api.stripe.com";

    /// <summary>The webhook's signing secret, <c>whsec_…</c>.</summary>
    [Required]
    public string WebhookSecret { get; set; } = "";

    /// <summary>The secret before a rotation; accepted as well while it is set.</summary>
    public string PreviousWebhookSecret { get; set; } = "";

    /// <summary>The signing secret of the endpoint for events of connected accounts, which Stripe makes apart; empty when one endpoint hears both.</summary>
    public string ConnectWebhookSecret { get; set; } = "";

    /// <summary>How long a call to Stripe may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Every secret a delivery may be signed with.</summary>
    public IEnumerable<string> WebhookSecrets => new[] { WebhookSecret, PreviousWebhookSecret, ConnectWebhookSecret }.Where(secret => secret.Length > 0);

    /// <summary>True when the key is for real money; events must agree.</summary>
    public bool IsLive => SecretKey.StartsWith("sk_live_", StringComparison.Ordinal) || SecretKey.StartsWith("rk_live_", StringComparison.Ordinal);
}

using System.ComponentModel.DataAnnotations;
using ESchool.Application.Payments.Memberships;
using ESchool.Application.Payments.StripeEvents;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Stripe;

namespace ESchool.Application.Payments;

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

/// <summary>Settings of refunds.</summary>
public sealed class RefundOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Refunds";

    /// <summary>How much of a course, or of a bundle, a student may have consumed to give it back without an administrator, in basis points. 30 %.</summary>
    [Range(0, 10_000)]
    public int MaximumConsumedBasisPoints { get; set; } = 3_000;
}

/// <summary>Settings of receipts.</summary>
public sealed class ReceiptOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Receipts";

    /// <summary>The seller's name, address and tax number as receipts show them, a line each.</summary>
    public IList<string> Seller { get; } = [];
}

/// <summary>Registers what the payments feature needs besides its use cases.</summary>
internal static class PaymentsRegistration
{
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSchoolOptions<StripeOptions>(StripeOptions.Section);
        services.Configure<StripeOptions>(options =>
        {
            if (configuration["STRIPE_SECRET_KEY"] is { Length: > 0 } key)
            {
                options.SecretKey = key;
            }
        });
        services.AddSingleton(provider =>
        {
            // Retries stay with the scheduler and the caller: a hidden retry would hide an uncertain answer.
            var options = provider.GetRequiredService<IOptions<StripeOptions>>().Value;
            var http = new SystemNetHttpClient(new HttpClient { Timeout = options.Timeout }, maxNetworkRetries: 0, enableTelemetry: false);
            return new StripeClient(options.SecretKey, httpClient: http, apiBase: options.ApiBase);
        });
        services.AddSingleton<StripeGateway>();
        services.AddSchoolOptions<RefundOptions>(RefundOptions.Section);
        services.AddSchoolOptions<ReceiptOptions>(ReceiptOptions.Section);
        services.AddSchoolOptions<MembershipOptions>(MembershipOptions.Section);
        services.AddSchoolOptions<TaxOptions>(TaxOptions.Section);
        services.AddSingleton<GiftCodes>();
        services.AddScoped<StripeEventRouter>();
        services.AddScoped<ItemsOnSale>();
        services.AddScoped<ReversibleOrders>();
        services.AddScoped<NeedlessOrders>();
        return services;
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Stripe;

namespace ESchool.Application.Stripe;

/// <summary>Registers Stripe: its client, and a class for each of its objects.</summary>
internal static class StripeRegistration
{
    public static IServiceCollection AddStripe(this IServiceCollection services, IConfiguration configuration)
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
        return services;
    }
}

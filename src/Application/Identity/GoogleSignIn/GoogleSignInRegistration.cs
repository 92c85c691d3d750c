using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Identity.GoogleSignIn;

/// <summary>Registers what the sign-in with Google needs besides its use cases.</summary>
internal static class GoogleSignInRegistration
{
    /// <summary>Far more than a discovery document, a key set or a token has.</summary>
    private const int MaximumAnswerBytes = 256 * 1024;

    public static IServiceCollection AddGoogleSignIn(this IServiceCollection services)
    {
        services.AddSchoolOptions<GoogleOptions>(GoogleOptions.Section);
        services
            .AddHttpClient(GoogleOptions.Section)
            .ConfigureHttpClient(
                (provider, client) =>
                {
                    client.Timeout = provider.GetRequiredService<IOptions<GoogleOptions>>().Value.Timeout;
                    client.MaxResponseContentBufferSize = MaximumAnswerBytes;
                }
            )
            // A redirected exchange would carry code and secret elsewhere.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .RemoveAllLoggers();
        return services;
    }
}

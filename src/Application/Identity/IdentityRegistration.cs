using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.GoogleSignIn;
using ESchool.Application.Identity.Passwords;
using ESchool.Application.Identity.Privacy;
using ESchool.Application.Identity.SecondFactor;
using ESchool.Application.Identity.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Identity;

/// <summary>Registers what the identity feature needs besides its use cases.</summary>
internal static class IdentityRegistration
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSchoolOptions<IdentityOptions>(IdentityOptions.Section);
        services.AddGoogleSignIn();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<PasswordHasher>();
        services.AddScoped<CurrentPassword>();
        services.AddScoped<SecondFactors>();
        services.AddSingleton<KnownDevices>();
        services.AddSingleton<MailCodes>();
        services.AddScoped<MailBudget>();
        services.AddScoped<SessionIssuer>();
        services.AddScoped<SessionOpener>();
        services.AddScoped<SessionRevoker>();
        services.AddScoped<AttemptThrottle>();
        services.AddScoped<PersonalFiles>();
        services.AddScoped<Administrators>();
        return services;
    }
}

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
        return services;
    }
}

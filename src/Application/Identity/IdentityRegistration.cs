using ESchool.Application.Identity.GoogleSignIn;
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

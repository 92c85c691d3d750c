using ESchool.Application.Notifications.Emails;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Notifications;

/// <summary>Registers what the notifications feature needs besides its use cases.</summary>
internal static class NotificationsRegistration
{
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.AddSchoolOptions<SmtpOptions>(SmtpOptions.Section);
        return services;
    }
}

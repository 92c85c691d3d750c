using ESchool.Application.Learning.Announcements;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Learning;

/// <summary>Registers what the learning feature needs besides its use cases.</summary>
internal static class LearningRegistration
{
    public static IServiceCollection AddLearning(this IServiceCollection services)
    {
        services.AddSchoolOptions<AnnouncementOptions>(AnnouncementOptions.Section);
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Instructors;

/// <summary>Registers what the instructors feature needs besides its use cases.</summary>
internal static class InstructorsRegistration
{
    public static IServiceCollection AddInstructors(this IServiceCollection services)
    {
        services.AddSchoolOptions<InstructorOptions>(InstructorOptions.Section);
        return services;
    }
}

using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Learning.Progress;
using ESchool.Application.Learning.Watching;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Learning;

/// <summary>Registers what the learning feature needs besides its use cases.</summary>
internal static class LearningRegistration
{
    public static IServiceCollection AddLearning(this IServiceCollection services)
    {
        return services;
    }
}

using ESchool.Application.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Media;

/// <summary>Registers what the media feature needs besides its use cases.</summary>
internal static class MediaRegistration
{
    public static IServiceCollection AddMedia(this IServiceCollection services)
    {
        services.AddSchoolOptions<MediaOptions>(MediaOptions.Section);
        services.AddSchoolOptions<S3Options>(S3Options.Section);
        services.AddSingleton(provider => ObjectStorage.Connect(provider.GetRequiredService<IOptions<S3Options>>().Value));
        return services;
    }
}

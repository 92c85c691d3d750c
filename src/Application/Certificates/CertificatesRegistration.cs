using ESchool.Application.Certificates.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Certificates;

/// <summary>Registers what the certificates feature needs besides its use cases.</summary>
internal static class CertificatesRegistration
{
    public static IServiceCollection AddCertificates(this IServiceCollection services)
    {
        services.AddSingleton<ICertificateRenderer, SkiaCertificateRenderer>();
        return services;
    }
}

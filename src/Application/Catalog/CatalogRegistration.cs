using ESchool.Application.Catalog.Packages;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog;

/// <summary>Registers what the catalog feature needs besides its use cases.</summary>
internal static class CatalogRegistration
{
    public static IServiceCollection AddCatalog(this IServiceCollection services)
    {
        services.AddSchoolOptions<CatalogOptions>(CatalogOptions.Section);
        services.AddSchoolOptions<PackageOptions>(PackageOptions.Section);
        return services;
    }
}

using ESchool.Application.Administration.Moderation.Reports;
using ESchool.Application.Catalog.Reviews.Moderation;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration;

/// <summary>Registers what the administration feature does for others.</summary>
internal static class AdministrationRegistration
{
    public static IServiceCollection AddAdministration(this IServiceCollection services) => services.AddScoped<IReviewCases, ReviewCases>();
}

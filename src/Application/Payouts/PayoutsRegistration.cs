using ESchool.Application.Ledger.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Payouts;

/// <summary>Registers what the payouts feature needs besides its use cases.</summary>
internal static class PayoutsRegistration
{
    public static IServiceCollection AddPayouts(this IServiceCollection services)
    {
        services.AddSchoolOptions<PayoutOptions>(PayoutOptions.Section);
        services.AddSingleton<ILedgerCheck, PayoutLedgerCheck>();
        return services;
    }
}

using ESchool.Application.Ledger.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Ledger;

/// <summary>Registers what the ledger feature needs besides its use cases.</summary>
internal static class LedgerRegistration
{
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddSchoolOptions<LedgerOptions>(LedgerOptions.Section);
        services.AddSingleton<ILedgerCheck, JournalLedgerCheck>();
        return services;
    }
}

using ESchool.Application.Ledger.Verification;
using ESchool.Application.Memberships.Revenue;
using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.Payments.Refunds;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Memberships;

/// <summary>Registers what the memberships feature needs besides its use cases.</summary>
internal static class MembershipsRegistration
{
    public static IServiceCollection AddMemberships(this IServiceCollection services)
    {
        services.AddSchoolOptions<MembershipOptions>(MembershipOptions.Section);
        services.AddSingleton<ILedgerCheck, RevenueLedgerCheck>();
        services.AddSingleton<ILedgerCheck, CreditLedgerCheck>();
        return services.AddScoped<IOrderReversal, MembershipReversals>();
    }
}

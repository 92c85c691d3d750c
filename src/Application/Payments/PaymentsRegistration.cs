using ESchool.Application.Payments.Receipts;
using ESchool.Application.Payments.Refunds;
using ESchool.Application.Payments.Tax;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Payments;

/// <summary>Registers what the payments feature needs besides its use cases.</summary>
internal static class PaymentsRegistration
{
    public static IServiceCollection AddPayments(this IServiceCollection services)
    {
        services.AddSchoolOptions<RefundOptions>(RefundOptions.Section);
        services.AddSchoolOptions<ReceiptOptions>(ReceiptOptions.Section);
        services.AddSchoolOptions<TaxOptions>(TaxOptions.Section);
        return services.AddScoped<IOrderReversal, SaleReversals>();
    }
}

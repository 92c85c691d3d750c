using ESchool.Application.Ledger.Verification;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Disputes;
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
        services.AddSingleton<ILedgerCheck, SaleLedgerCheck>();
        services.AddSingleton<ILedgerCheck, RefundLedgerCheck>();
        services.AddSingleton<ILedgerCheck, DisputeLedgerCheck>();
        services.AddSingleton<ILedgerCheck, TaxLedgerCheck>();
        return services.AddScoped<IOrderReversal, SaleReversals>();
    }
}

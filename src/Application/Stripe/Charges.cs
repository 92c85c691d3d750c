using ESchool.Domain;
using Stripe;
using static ESchool.Application.Stripe.StripeCalls;

namespace ESchool.Application.Stripe;

/// <summary>A charge as Stripe has it now.</summary>
/// <param name="Id">Stripe's id, <c>ch_…</c>.</param>
/// <param name="Gross">What the student paid.</param>
/// <param name="Settlement">What came of it on the balance at Stripe.</param>
public sealed record ChargeReport(string Id, Money Gross, Settlement Settlement);

/// <summary>The charge that something belongs to.</summary>
/// <param name="Id">Stripe's id of the charge, <c>ch_…</c>.</param>
/// <param name="PaymentIntentId">Stripe's id of its payment, <c>pi_…</c>; null without one.</param>
public sealed record ChargedBy(string Id, string? PaymentIntentId);

/// <summary>Reads charges and what came of them.</summary>
internal static class Charges
{
    /// <summary>Null until Stripe knows its fee.</summary>
    public static ChargeReport? ReportOf(Charge? charge) =>
        charge?.BalanceTransaction is { } balance ? new ChargeReport(charge.Id, MoneyOf(charge.Amount, charge.Currency), SettlementOf(balance)) : null;

    public static Settlement SettlementOf(BalanceTransaction balance) => new(MoneyOf(balance.Amount, balance.Currency), MoneyOf(balance.Fee, balance.Currency));
}

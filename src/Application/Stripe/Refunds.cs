using ESchool.Domain;
using Microsoft.Extensions.DependencyInjection;
using Stripe;
using static ESchool.Application.Stripe.StripeCalls;

namespace ESchool.Application.Stripe;

/// <summary>A refund to be made.</summary>
/// <param name="For">The refund it is.</param>
/// <param name="Of">What was paid.</param>
/// <param name="ChargeId">Stripe's id of the charge.</param>
/// <param name="Amount">How much is refunded.</param>
public sealed record RefundRequest(StripeReference For, StripeReference Of, string ChargeId, Money Amount);

/// <summary>A refund as Stripe has it now.</summary>
/// <param name="Id">Stripe's id, <c>re_…</c>.</param>
/// <param name="References">What it belongs to; of nothing when it was made at Stripe.</param>
/// <param name="Charge">What was charged.</param>
/// <param name="ChargeReferences">What the charge belongs to.</param>
/// <param name="Amount">How much.</param>
/// <param name="HasArrived">True when Stripe is done with it.</param>
/// <param name="HasFailed">True when the money came back.</param>
/// <param name="FailureMessage">Why it failed.</param>
/// <param name="Settlement">What left the balance at Stripe, or, when it has failed, what came back; null when Stripe has not moved it yet.</param>
public sealed record RefundReport(
    string Id,
    StripeReferences References,
    ChargedBy Charge,
    StripeReferences ChargeReferences,
    Money Amount,
    bool HasArrived,
    bool HasFailed,
    string FailureMessage,
    Settlement? Settlement
);

/// <summary>Stripe's refunds.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class Refunds(StripeCalls calls)
{
    private static readonly List<string> WithSettlement = ["charge", "balance_transaction", "failure_balance_transaction"];

    /// <summary>Makes a refund, or finds the one made before: Stripe is asked first, because a key is remembered for a day only.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    /// <exception cref="StripeRefusedException">No money moved.</exception>
    public async Task<RefundReport> CreateAsync(RefundRequest request, CancellationToken cancellationToken)
    {
        var options = new RefundCreateOptions
        {
            Charge = request.ChargeId,
            Amount = request.Amount.MinorUnits,
            Reason = "requested_by_customer",
            Metadata = new Dictionary<string, string>([.. request.For.Metadata, .. request.Of.Metadata]),
            Expand = WithSettlement,
        };
        var refund =
            await calls.AskAsync(FindAsync)
            ?? await calls.MakeAsync(request.For.Key, (stripe, call) => stripe.Refunds.CreateAsync(options, call, cancellationToken), FindAsync);
        return ReportOf(refund);

        async Task<Refund?> FindAsync(V1Services stripe)
        {
            var known = await stripe.Refunds.ListAsync(
                new RefundListOptions
                {
                    Charge = request.ChargeId,
                    Limit = 100,
                    Expand = [.. WithSettlement.Select(field => $"data.{field}")],
                },
                cancellationToken: cancellationToken
            );
            return known.Data.Find(refund => new StripeReferences(refund.Metadata)[request.For.Kind] == request.For.Id);
        }
    }

    /// <summary>Reads a refund.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<RefundReport> GetAsync(string refundId, CancellationToken cancellationToken) =>
        calls.AskAsync(async stripe =>
            ReportOf(await stripe.Refunds.GetAsync(refundId, new RefundGetOptions { Expand = WithSettlement }, cancellationToken: cancellationToken))
        );

    private static RefundReport ReportOf(Refund refund)
    {
        var hasFailed = refund.Status is "failed" or "canceled";
        return new RefundReport(
            refund.Id,
            new StripeReferences(refund.Metadata),
            new ChargedBy(refund.ChargeId, refund.PaymentIntentId),
            new StripeReferences(refund.Charge?.Metadata),
            MoneyOf(refund.Amount, refund.Currency),
            refund.Status == "succeeded",
            hasFailed,
            refund.FailureReason ?? refund.Status,
            (hasFailed ? refund.FailureBalanceTransaction : refund.BalanceTransaction) is { } moved ? Charges.SettlementOf(moved) : null
        );
    }
}

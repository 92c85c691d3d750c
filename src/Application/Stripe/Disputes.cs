using ESchool.Domain;
using Microsoft.Extensions.DependencyInjection;
using Stripe;
using static ESchool.Application.Stripe.StripeCalls;

namespace ESchool.Application.Stripe;

/// <summary>A dispute as Stripe has it now.</summary>
/// <param name="Id">Stripe's id, <c>du_…</c> or <c>dp_…</c>.</param>
/// <param name="Charge">What was charged.</param>
/// <param name="ChargeReferences">What the charge belongs to.</param>
/// <param name="Amount">How much is disputed.</param>
/// <param name="Reason">The bank's reason.</param>
/// <param name="EvidenceDueAt">Until when Stripe takes evidence; null when it takes none.</param>
/// <param name="Withdrawal">What was withdrawn; null when nothing was.</param>
/// <param name="Reinstatement">What came back; null when nothing did.</param>
/// <param name="IsLost">True when it was decided against the school.</param>
/// <param name="IsClosedInquiry">True for an inquiry that ended without a dispute.</param>
public sealed record DisputeReport(
    string Id,
    ChargedBy Charge,
    StripeReferences ChargeReferences,
    Money Amount,
    string Reason,
    DateTimeOffset? EvidenceDueAt,
    Settlement? Withdrawal,
    Settlement? Reinstatement,
    bool IsLost,
    bool IsClosedInquiry
);

/// <summary>What speaks for a disputed payment, in Stripe's fields.</summary>
/// <param name="CustomerName">The student.</param>
/// <param name="CustomerEmail">The student's address.</param>
/// <param name="ProductDescription">What was bought.</param>
/// <param name="ServiceDate">Since when it could be used.</param>
/// <param name="AccessLog">When and from where it was used.</param>
/// <param name="Remarks">Everything else.</param>
public sealed record EvidenceText(string CustomerName, string CustomerEmail, string ProductDescription, string ServiceDate, string AccessLog, string Remarks);

/// <summary>Stripe's disputes.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class Disputes(StripeCalls calls)
{
    /// <summary>Reads a dispute.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<DisputeReport> GetAsync(string disputeId, CancellationToken cancellationToken) =>
        calls.AskAsync(async stripe =>
            ReportOf(await stripe.Disputes.GetAsync(disputeId, new DisputeGetOptions { Expand = ["charge"] }, cancellationToken: cancellationToken))
        );

    /// <summary>Submits evidence, unless evidence was submitted: by an earlier call that did not live to hear so, or by one at the same time.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    /// <exception cref="StripeRefusedException">Stripe does not take it.</exception>
    public async Task SubmitEvidenceAsync(string disputeId, EvidenceText text, CancellationToken cancellationToken)
    {
        if (await HasEvidenceAsync(disputeId, cancellationToken))
        {
            return;
        }

        try
        {
            await calls.AskAsync(stripe => stripe.Disputes.UpdateAsync(disputeId, OptionsOf(text), cancellationToken: cancellationToken));
        }
        catch (StripeRefusedException)
        {
            if (!await HasEvidenceAsync(disputeId, cancellationToken))
            {
                throw;
            }
        }
    }

    private Task<bool> HasEvidenceAsync(string disputeId, CancellationToken cancellationToken) =>
        calls.AskAsync(async stripe => (await stripe.Disputes.GetAsync(disputeId, cancellationToken: cancellationToken)).EvidenceDetails?.SubmissionCount > 0);

    private static DisputeUpdateOptions OptionsOf(EvidenceText text) =>
        new()
        {
            Submit = true,
            Evidence = new DisputeEvidenceOptions
            {
                CustomerName = text.CustomerName,
                CustomerEmailAddress = text.CustomerEmail,
                ProductDescription = text.ProductDescription,
                ServiceDate = text.ServiceDate,
                AccessActivityLog = text.AccessLog,
                UncategorizedText = text.Remarks,
            },
        };

    private static DisputeReport ReportOf(Dispute dispute) =>
        new(
            dispute.Id,
            new ChargedBy(dispute.ChargeId, dispute.PaymentIntentId),
            new StripeReferences(dispute.Charge?.Metadata),
            MoneyOf(dispute.Amount, dispute.Currency),
            dispute.Reason,
            dispute.EvidenceDetails?.DueBy is { } due && due != default ? TimeOf(due) : null,
            MovedIn(dispute, withdrawn: true),
            MovedIn(dispute, withdrawn: false),
            dispute.Status == "lost",
            dispute.Status is "warning_closed" or "prevented"
        );

    /// <summary>A withdrawal has a negative amount and a fee; what comes back is positive, and its fee, if Stripe returns it, negative.</summary>
    private static Settlement? MovedIn(Dispute dispute, bool withdrawn) =>
        dispute.BalanceTransactions?.Find(t => t.Amount < 0 == withdrawn) is { } moved ? Charges.SettlementOf(moved) : null;
}

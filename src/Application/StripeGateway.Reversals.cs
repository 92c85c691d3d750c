using ESchool.Domain;
using ESchool.Domain.Ledger;
using Stripe;
using Dispute = Stripe.Dispute;
using Refund = ESchool.Domain.Payments.Refund;

namespace ESchool.Application;

/// <summary>A refund as Stripe has it now.</summary>
/// <param name="Id">Stripe's id, <c>re_…</c>.</param>
/// <param name="OrderId">Our order, from the charge's metadata; null for a charge that is not ours.</param>
/// <param name="Charge">What was charged.</param>
/// <param name="RefundId">Our refund, from its metadata; null when it was made at Stripe.</param>
/// <param name="Amount">How much.</param>
/// <param name="HasArrived">True when Stripe is done with it.</param>
/// <param name="HasFailed">True when the money came back.</param>
/// <param name="FailureMessage">Why it failed.</param>
/// <param name="Settlement">What left the balance at Stripe, or, when it has failed, what came back; null when Stripe has not moved it yet.</param>
public sealed record RefundReport(
    string Id, Guid? OrderId, ChargedBy Charge, Guid? RefundId, Money Amount, bool HasArrived, bool HasFailed, string FailureMessage, Settlement? Settlement);

/// <summary>What became of a request for a refund.</summary>
public abstract record RefundOutcome
{
    /// <summary>Stripe has it.</summary>
    /// <param name="Report">What Stripe says of it.</param>
    public sealed record Made(RefundReport Report) : RefundOutcome;

    /// <summary>Stripe refused it; no money moved.</summary>
    /// <param name="Message">Stripe's words.</param>
    public sealed record Refused(string Message) : RefundOutcome;
}

/// <summary>A dispute as Stripe has it now.</summary>
/// <param name="Id">Stripe's id, <c>du_…</c> or <c>dp_…</c>.</param>
/// <param name="OrderId">Our order, from the charge's metadata; null for a charge that is not ours.</param>
/// <param name="Charge">What was charged.</param>
/// <param name="Amount">How much is disputed.</param>
/// <param name="Reason">The bank's reason.</param>
/// <param name="EvidenceDueAt">Until when Stripe takes evidence; null when it takes none.</param>
/// <param name="Withdrawal">What was withdrawn; null when nothing was.</param>
/// <param name="Reinstatement">What came back; null when nothing did.</param>
/// <param name="IsLost">True when it was decided against the school.</param>
/// <param name="IsClosedInquiry">True for an inquiry that ended without a dispute.</param>
public sealed record DisputeReport(
    string Id, Guid? OrderId, ChargedBy Charge, Money Amount, string Reason, DateTimeOffset? EvidenceDueAt, Settlement? Withdrawal, Settlement? Reinstatement, bool IsLost, bool IsClosedInquiry);

/// <summary>The charge that something belongs to.</summary>
/// <param name="Id">Stripe's id of the charge, <c>ch_…</c>.</param>
/// <param name="PaymentIntentId">Stripe's id of its payment, <c>pi_…</c>; null without one.</param>
public sealed record ChargedBy(string Id, string? PaymentIntentId);

/// <summary>A movement on the school's balance at Stripe, after Stripe's fee.</summary>
/// <param name="Type">Stripe's type of it, such as <c>charge</c>.</param>
/// <param name="Source">Stripe's id of what it belongs to; empty when it belongs to nothing.</param>
/// <param name="Net">How much, negative when it left.</param>
/// <param name="CreatedAt">When.</param>
public sealed record StripeMovement(string Type, string Source, Money Net, DateTimeOffset CreatedAt);

/// <summary>What speaks for a disputed payment, in Stripe's fields.</summary>
/// <param name="CustomerName">The student.</param>
/// <param name="CustomerEmail">The student's address.</param>
/// <param name="ProductDescription">What was bought.</param>
/// <param name="ServiceDate">Since when it could be used.</param>
/// <param name="AccessLog">When and from where it was used.</param>
/// <param name="Remarks">Everything else.</param>
public sealed record EvidenceText(string CustomerName, string CustomerEmail, string ProductDescription, string ServiceDate, string AccessLog, string Remarks);

/// <content>What goes back to students: refunds and disputes; and what all of it comes to.</content>
public sealed partial class StripeGateway
{
    /// <summary>The metadata field that names our refund.</summary>
    private const string RefundField = "refund";

    private static readonly List<string> WithCharge = ["charge"];
    private static readonly List<string> WithSettlement = ["charge", "balance_transaction", "failure_balance_transaction"];

    /// <summary>Makes a refund, or finds the one made before: Stripe is asked first, because a key is remembered for a day only.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<RefundOutcome> MakeRefundAsync(Refund refund, string chargeId, CancellationToken cancellationToken)
    {
        var known = await AskAsync(() => client.V1.Refunds.ListAsync(new RefundListOptions { Charge = chargeId, Limit = 100, Expand = [.. WithSettlement.Select(field => $"data.{field}")] }, cancellationToken: cancellationToken));
        if (known.Data.Find(r => IdIn(r.Metadata, RefundField) == refund.Id) is { } made)
        {
            return new RefundOutcome.Made(ReportOf(made));
        }

        return await AskAsync<RefundOutcome>(async () =>
        {
            try
            {
                var created = await client.V1.Refunds.CreateAsync(
                    new RefundCreateOptions
                    {
                        Charge = chargeId,
                        Amount = refund.MinorUnits,
                        Reason = "requested_by_customer",
                        Metadata = new Dictionary<string, string> { [RefundField] = refund.Id.ToString(), [OrderField] = refund.OrderId.ToString() },
                        Expand = WithSettlement,
                    },
                    KeyFor($"refund-{refund.Id}"),
                    cancellationToken);
                return new RefundOutcome.Made(ReportOf(created));
            }
            catch (StripeException refusal) when (IsRefusal(refusal))
            {
                return new RefundOutcome.Refused(refusal.StripeError?.Message ?? refusal.Message);
            }
        });
    }

    /// <summary>Reads a refund.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<RefundReport> GetRefundAsync(string stripeRefundId, CancellationToken cancellationToken) => AskAsync(async () =>
        ReportOf(await client.V1.Refunds.GetAsync(stripeRefundId, new RefundGetOptions { Expand = WithSettlement }, cancellationToken: cancellationToken)));

    /// <summary>Reads a dispute.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<DisputeReport> GetDisputeAsync(string stripeDisputeId, CancellationToken cancellationToken) => AskAsync(async () =>
        ReportOf(await client.V1.Disputes.GetAsync(stripeDisputeId, new DisputeGetOptions { Expand = WithCharge }, cancellationToken: cancellationToken)));

    /// <summary>Submits evidence, unless evidence was submitted: by an earlier call that did not live to hear so, or by one at the same time.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task SubmitEvidenceAsync(string stripeDisputeId, EvidenceText text, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        try
        {
            if (!await HasEvidenceAsync(stripeDisputeId, cancellationToken))
            {
                await client.V1.Disputes.UpdateAsync(stripeDisputeId, OptionsOf(text), cancellationToken: cancellationToken);
            }

            return stripeDisputeId;
        }
        catch (StripeException refusal) when (IsRefusal(refusal))
        {
            return await HasEvidenceAsync(stripeDisputeId, cancellationToken) ? stripeDisputeId : throw new InvalidOperationException($"Stripe refused the evidence: {refusal.Message}", refusal);
        }
    });

    /// <summary>Lists the movements on the school's balance in a stretch of time.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<IReadOnlyList<StripeMovement>> ListMovementsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var movements = new List<StripeMovement>();
        var query = new BalanceTransactionListOptions { Created = new DateRangeOptions { GreaterThanOrEqual = from.UtcDateTime, LessThan = to.UtcDateTime }, Limit = 100 };
        await foreach (var one in client.V1.BalanceTransactions.ListAutoPagingAsync(query, cancellationToken: cancellationToken))
        {
            movements.Add(new StripeMovement(one.Type, one.SourceId ?? "", MoneyOf(one.Net, one.Currency), new DateTimeOffset(one.Created, TimeSpan.Zero)));
        }

        return (IReadOnlyList<StripeMovement>)movements;
    });

    private async Task<bool> HasEvidenceAsync(string stripeDisputeId, CancellationToken cancellationToken) =>
        (await client.V1.Disputes.GetAsync(stripeDisputeId, cancellationToken: cancellationToken)).EvidenceDetails?.SubmissionCount > 0;

    private static DisputeUpdateOptions OptionsOf(EvidenceText text) => new()
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

    private static RefundReport ReportOf(Stripe.Refund refund) => new(
        refund.Id, IdIn(refund.Charge?.Metadata, OrderField), new ChargedBy(refund.ChargeId, refund.PaymentIntentId), IdIn(refund.Metadata, RefundField), MoneyOf(refund.Amount, refund.Currency),
        refund.Status == "succeeded", refund.Status is "failed" or "canceled", refund.FailureReason ?? refund.Status,
        (refund.Status is "failed" or "canceled" ? refund.FailureBalanceTransaction : refund.BalanceTransaction) is { } moved ? SettlementOf(moved) : null);

    private static DisputeReport ReportOf(Dispute dispute) => new(
        dispute.Id, IdIn(dispute.Charge?.Metadata, OrderField), new ChargedBy(dispute.ChargeId, dispute.PaymentIntentId), MoneyOf(dispute.Amount, dispute.Currency), dispute.Reason,
        dispute.EvidenceDetails?.DueBy is { } due && due != default ? new DateTimeOffset(due, TimeSpan.Zero) : null,
        MovedIn(dispute, withdrawn: true), MovedIn(dispute, withdrawn: false), dispute.Status == "lost", dispute.Status is "warning_closed" or "prevented");

    /// <summary>A withdrawal has a negative amount and a fee; what comes back is positive, and its fee, if Stripe returns it, negative.</summary>
    private static Settlement? MovedIn(Dispute dispute, bool withdrawn) =>
        dispute.BalanceTransactions?.Find(t => t.Amount < 0 == withdrawn) is { } moved ? SettlementOf(moved) : null;

    private static Money MoneyOf(long minorUnits, string currency) => new(minorUnits, currency.ToUpperInvariant());

    private static Guid? IdIn(Dictionary<string, string>? metadata, string field) =>
        metadata is not null && metadata.TryGetValue(field, out var text) && Guid.TryParse(text, out var id) ? id : null;
}

using ESchool.Application.Payments.Refunds;
using ESchool.Application.Stripe;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Disputes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Payments.Disputes;

/// <summary>Brings an order to what Stripe says about a dispute now: the only place where disputed money is booked.</summary>
public sealed class SyncDispute(
    SchoolDbContext db,
    Stripe.Disputes disputes,
    OrderOfCharge orderOfCharge,
    ReversibleOrders orders,
    WorkOutbox outbox,
    TimeProvider clock,
    ILogger<SyncDispute> logger
)
{
    /// <summary>Reads the dispute from Stripe and books it. Done again it changes nothing.</summary>
    /// <returns>The charge when it paid no order that is known; else null.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>: Stripe does not answer, or the order's payment is not booked yet.</exception>
    public async Task<ChargedBy?> ExecuteAsync(string stripeDisputeId, CancellationToken cancellationToken)
    {
        var report = await disputes.GetAsync(stripeDisputeId, cancellationToken);
        if (await orderOfCharge.ExecuteAsync(report.Charge, report.ChargeReferences, cancellationToken) is not { } orderId)
        {
            logger.LogInformation("Dispute {Dispute} is over no order that is known.", report.Id);
            return report.Charge;
        }

        await db.InTransactionAsync(() => BookAsync(orderId, report, cancellationToken), cancellationToken);
        return null;
    }

    private async Task BookAsync(Guid orderId, DisputeReport report, CancellationToken cancellationToken)
    {
        var order = await orders.LockPaidAsync(orderId, cancellationToken);
        var dispute = await db.Disputes.SingleOrDefaultAsync(d => d.StripeDisputeId == report.Id, cancellationToken) ?? Note(order, report);
        var before = dispute.State;
        dispute.SetEvidenceDue(report.EvidenceDueAt);
        if (dispute.State == DisputeState.Inquiry && report.Withdrawal is { } withdrawal)
        {
            await OpenAsync(order, dispute, withdrawal, cancellationToken);
        }

        if (dispute.State == DisputeState.Open && (report.Reinstatement is not null || report.IsLost))
        {
            await DecideAsync(order, dispute, report.Reinstatement, cancellationToken);
        }
        else if (report.IsClosedInquiry)
        {
            dispute.Close(clock.GetUtcNow());
        }

        if (dispute.State != before && order.InstructorId is { } instructorId)
        {
            outbox.Tell(instructorId, new SaleDisputed(order.Id, dispute.State));
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private Dispute Note(Order order, DisputeReport report)
    {
        var dispute = new Dispute(order.Id, report.Id, report.Amount, report.Reason, clock.GetUtcNow());
        db.Disputes.Add(dispute);
        return dispute;
    }

    private Task OpenAsync(Order order, Dispute dispute, Settlement withdrawal, CancellationToken cancellationToken)
    {
        // What was withdrawn in another currency says nothing of how much of the sale is disputed.
        dispute.Open(
            withdrawal.Amount.CurrencyCode == dispute.Currency ? withdrawal.Amount with { MinorUnits = -withdrawal.Amount.MinorUnits } : dispute.Amount
        );
        var after = order.Standing with { Disputed = order.DisputedMinorUnits + dispute.MinorUnits };
        return orders.MoveAsync(order, TransactionKind.DisputeOpened, $"disputes/{dispute.Id}", after, withdrawal, cancellationToken);
    }

    /// <summary>Won when the money came back, else lost.</summary>
    private Task DecideAsync(Order order, Dispute dispute, Settlement? reinstatement, CancellationToken cancellationToken)
    {
        dispute.Decide(isWon: reinstatement is not null, clock.GetUtcNow());
        var after = order.Standing with { Disputed = order.DisputedMinorUnits - dispute.MinorUnits };
        return reinstatement is null
            ? orders.MoveAsync(
                order,
                TransactionKind.DisputeLost,
                $"disputes/{dispute.Id}",
                after with
                {
                    Lost = after.Lost + dispute.MinorUnits,
                },
                Settlement.None(order.Currency),
                cancellationToken
            )
            : orders.MoveAsync(order, TransactionKind.DisputeWon, $"disputes/{dispute.Id}", after, reinstatement, cancellationToken);
    }
}

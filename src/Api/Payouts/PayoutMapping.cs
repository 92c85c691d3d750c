using ESchool.Api.Calls;
using ESchool.Application.Ledger;
using ESchool.Application.Payouts;
using ESchool.Domain.Ledger;
using Wire = ESchool.Contracts.Payouts.V1;

namespace ESchool.Api.Payouts;

internal static class PayoutMapping
{
    public static Wire.Balance ToWire(this BalanceView balance) => new()
    {
        CurrencyCode = balance.Currency,
        Held = balance.Held.ToWire(),
        Available = balance.Available.ToWire(),
        Reserved = balance.Reserved.ToWire(),
        Paid = balance.Paid.ToWire(),
        Receivable = balance.Receivable.ToWire(),
        Disputed = balance.Disputed.ToWire(),
    };

    public static Wire.SimulatePayoutResponse ToWire(this PayoutSimulation simulation) => new()
    {
        Payable = simulation.Payable.ToWire(),
        Minimum = simulation.Minimum.ToWire(),
        Balance = simulation.Balance.ToWire(),
        Refusals = { simulation.Refusals.Select(r => new Wire.SimulatePayoutResponse.Types.Refusal { Reason = r.Reason.Code, Message = r.Message }) },
        Held = { simulation.Held.Select(h => new Wire.SimulatePayoutResponse.Types.Held { Order = $"orders/{h.OrderId}", Amount = h.Amount.ToWire(), ReleaseTime = h.ReleaseAt.ToWire() }) },
    };

    public static Wire.LedgerEntry ToWire(this LedgerLine line) => new()
    {
        Name = $"ledgerEntries/{line.EntryId}",
        Transaction = $"ledgerTransactions/{line.TransactionId}",
        Kind = line.Kind switch
        {
            TransactionKind.Sale => "sale",
            TransactionKind.HoldRelease => "hold_release",
            TransactionKind.PayoutRequest => "payout_request",
            TransactionKind.PayoutReturn => "payout_return",
            TransactionKind.PayoutPaid => "payout_paid",
            TransactionKind.Refund => "refund",
            TransactionKind.RefundReturn => "refund_return",
            TransactionKind.DisputeOpened => "dispute_opened",
            TransactionKind.DisputeWon => "dispute_won",
            TransactionKind.DisputeLost => "dispute_lost",
            _ => throw new InvalidOperationException($"{line.Kind} has no name on the wire."),
        },
        Account = line.Account switch
        {
            AccountKind.InstructorHeld => "held",
            AccountKind.InstructorAvailable => "available",
            AccountKind.InstructorReserved => "reserved",
            AccountKind.InstructorDisputed => "disputed",
            AccountKind.InstructorReceivable => "receivable",
            _ => throw new InvalidOperationException($"{line.Account} is no account of an instructor."),
        },
        Amount = line.Added.ToWire(),
        Source = line.Source,
        PostTime = line.PostedAt.ToWire(),
    };

    public static Wire.Payout ToWire(this Domain.Payouts.Payout payout) => new()
    {
        Name = $"payouts/{payout.Id}",
        Instructor = $"users/{payout.InstructorId}",
        Amount = payout.Amount.ToWire(),
        State = (Wire.Payout.Types.State)payout.State,
        Message = payout.Message,
        StripeTransfer = payout.StripeTransferId ?? "",
        RequestTime = payout.RequestedAt.ToWire(),
        FinishTime = payout.FinishedAt.ToWire(),
        AwaitsSecondApproval = payout is { State: Domain.Payouts.PayoutState.Requested, FirstApprovedBy: not null },
    };
}

using ESchool.Domain.Ledger;

namespace ESchool.Application.Ledger;

/// <summary>What kinds of transactions and an instructor's accounts are called outside of the program: in the contract and in files.</summary>
public static class LedgerNames
{
    /// <summary>The name of a kind, such as <c>hold_release</c>.</summary>
    public static string ToName(this TransactionKind kind) =>
        kind switch
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
            TransactionKind.RevenueRecognition => "revenue_recognition",
            TransactionKind.TransferReversed => "transfer_reversed",
            _ => throw new InvalidOperationException($"{kind} has no name."),
        };

    /// <summary>The name of an instructor's account, such as <c>held</c>.</summary>
    public static string ToName(this AccountKind account) =>
        account switch
        {
            AccountKind.InstructorHeld => "held",
            AccountKind.InstructorAvailable => "available",
            AccountKind.InstructorReserved => "reserved",
            AccountKind.InstructorDisputed => "disputed",
            AccountKind.InstructorReceivable => "receivable",
            _ => throw new InvalidOperationException($"{account} is no account of an instructor."),
        };
}

using ESchool.Domain.Ledger;
using Wire = ESchool.Contracts.Payouts.V1;

namespace ESchool.Api.Payouts;

/// <summary>What an instructor sees of the ledger's kinds and accounts; the platform's own never get here.</summary>
internal static class LedgerMapping
{
    public static Wire.LedgerKind ToWire(this TransactionKind kind) =>
        kind switch
        {
            TransactionKind.Sale => Wire.LedgerKind.Sale,
            TransactionKind.HoldRelease => Wire.LedgerKind.HoldRelease,
            TransactionKind.PayoutRequest => Wire.LedgerKind.PayoutRequest,
            TransactionKind.PayoutReturn => Wire.LedgerKind.PayoutReturn,
            TransactionKind.PayoutPaid => Wire.LedgerKind.PayoutPaid,
            TransactionKind.Refund => Wire.LedgerKind.Refund,
            TransactionKind.RefundReturn => Wire.LedgerKind.RefundReturn,
            TransactionKind.DisputeOpened => Wire.LedgerKind.DisputeOpened,
            TransactionKind.DisputeWon => Wire.LedgerKind.DisputeWon,
            TransactionKind.DisputeLost => Wire.LedgerKind.DisputeLost,
            TransactionKind.TransferReversed => Wire.LedgerKind.TransferReversed,
            TransactionKind.RevenueRecognition => Wire.LedgerKind.RevenueRecognition,
            _ => throw new InvalidOperationException($"{kind} posts to no account of an instructor."),
        };

    public static Wire.LedgerAccount ToWire(this AccountKind account) =>
        account switch
        {
            AccountKind.InstructorHeld => Wire.LedgerAccount.Held,
            AccountKind.InstructorAvailable => Wire.LedgerAccount.Available,
            AccountKind.InstructorReserved => Wire.LedgerAccount.Reserved,
            AccountKind.InstructorDisputed => Wire.LedgerAccount.Disputed,
            AccountKind.InstructorReceivable => Wire.LedgerAccount.Receivable,
            _ => throw new InvalidOperationException($"{account} is no account of an instructor."),
        };
}

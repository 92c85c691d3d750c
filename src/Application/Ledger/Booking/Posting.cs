using ESchool.Domain.Ledger;

namespace ESchool.Application.Ledger.Booking;

/// <summary>Names an account: which of the chart, whose, in what currency.</summary>
/// <param name="Kind">Which account of the chart.</param>
/// <param name="OwnerId">The instructor, or <see cref="Guid.Empty"/> for the platform.</param>
/// <param name="Currency">ISO 4217 code.</param>
public readonly record struct AccountName(AccountKind Kind, Guid OwnerId, string Currency)
{
    /// <summary>One of the platform's accounts.</summary>
    public static AccountName Platform(AccountKind kind, string currency) => new(kind, Guid.Empty, currency);
}

/// <summary>One line of a posting.</summary>
/// <param name="Account">The account.</param>
/// <param name="MinorUnits">Debit positive, credit negative; a line of zero is left out.</param>
public readonly record struct PostingLine(AccountName Account, long MinorUnits);

/// <summary>
/// A ledger transaction that is asked for. Whether it may be is decided by <see cref="LedgerTransaction.Post"/>, when its accounts are locked.
/// </summary>
/// <param name="Kind">What happened.</param>
/// <param name="Source">What caused it, such as <c>orders/…</c>; unique together with the kind and the currency.</param>
/// <param name="Lines">What it does to which accounts.</param>
public sealed record Posting(TransactionKind Kind, string Source, params IReadOnlyList<PostingLine> Lines);

using ESchool.Domain;
using ESchool.Domain.Ledger;

namespace ESchool.Application.Ledger.Statements;

/// <summary>One entry of a statement.</summary>
/// <param name="EntryId">The entry.</param>
/// <param name="PostedAt">When it was posted.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Account">Which of the instructor's accounts.</param>
/// <param name="Source">What caused it, such as <c>payouts/…</c>.</param>
/// <param name="OrderId">The sale it is about; null for payouts.</param>
/// <param name="CourseTitle">The course that was sold; empty for payouts.</param>
/// <param name="Added">What was added to what the instructor is owed on the account; negative when taken away.</param>
/// <param name="AccountBalance">What is owed on the account after it; negative on <c>receivable</c>, where the instructor owes.</param>
/// <param name="Balance">What is owed on all accounts together after it.</param>
public sealed record StatementLine(
    Guid EntryId,
    DateTimeOffset PostedAt,
    TransactionKind Kind,
    AccountKind Account,
    string Source,
    Guid? OrderId,
    string CourseTitle,
    Money Added,
    Money AccountBalance,
    Money Balance
);

/// <summary>
/// What was owed to an instructor before a period, every entry of it, and what is owed after it: the ledger's own sums, of one currency and one moment.
/// </summary>
/// <param name="InstructorName">Whose it is.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Period">Its days.</param>
/// <param name="Opening">By account, what was owed before the period.</param>
/// <param name="Lines">Every entry, the oldest first.</param>
/// <param name="Closing">By account, what is owed at the end of the period.</param>
public sealed record Statement(
    string InstructorName,
    string Currency,
    StatementPeriod Period,
    IReadOnlyDictionary<AccountKind, long> Opening,
    IReadOnlyList<StatementLine> Lines,
    IReadOnlyDictionary<AccountKind, long> Closing
)
{
    /// <summary>The instructor's accounts, in the order in which they are shown.</summary>
    public static readonly IReadOnlyList<AccountKind> Accounts =
    [
        AccountKind.InstructorHeld,
        AccountKind.InstructorAvailable,
        AccountKind.InstructorReserved,
        AccountKind.InstructorDisputed,
        AccountKind.InstructorReceivable,
    ];

    /// <summary>What was owed on all accounts before the period.</summary>
    public Money OpeningBalance => new(Opening.Values.Sum(), Currency);

    /// <summary>What is owed on all accounts at the end of the period.</summary>
    public Money ClosingBalance => new(Closing.Values.Sum(), Currency);
}

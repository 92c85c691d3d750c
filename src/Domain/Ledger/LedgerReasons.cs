namespace ESchool.Domain.Ledger;

/// <summary>Reasons of the ledger feature.</summary>
public static class LedgerReasons
{
    /// <summary>The statement has more entries than a file of its format may hold.</summary>
    public static readonly Reason StatementTooLong = new(ReasonKind.State, "STATEMENT_TOO_LONG");
}

using ESchool.Domain.Ledger;

namespace ESchool.Application.Ledger.Verification;

/// <summary>What the ledger must agree with. It lies with the feature that keeps the documents; <see cref="VerifyLedger"/> asks all of them.</summary>
public interface ILedgerCheck
{
    /// <summary>The documents that transactions are posted for, each kind of transaction with one sort of document.</summary>
    IReadOnlyList<LedgerDocument> Documents { get; }

    /// <summary>Queries that select a sentence, as column <c>Value</c>, for everything that is wrong.</summary>
    IReadOnlyList<FormattableString> Checks { get; }
}

/// <summary>A sort of document that transactions are posted for.</summary>
/// <param name="Query">Selects the <c>name</c> of each, as <see cref="LedgerTransaction.Source"/> has it, and its <c>currency</c>.</param>
/// <param name="Kinds">What is posted for such a document.</param>
public sealed record LedgerDocument(string Query, params TransactionKind[] Kinds);

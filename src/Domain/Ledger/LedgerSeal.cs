namespace ESchool.Domain.Ledger;

/// <summary>
/// A link of the journal's chain: its hash covers the hash before it and every transaction it seals, as <see cref="SealHash"/> renders them. Immutable; the
/// database refuses to change or delete it.
/// </summary>
public sealed class LedgerSeal
{
    private LedgerSeal() { }

    /// <summary>Begins a seal; it is finished by <see cref="Close"/>.</summary>
    /// <param name="previous">The seal before it; null for the first.</param>
    /// <param name="transactionCount">How many transactions it covers.</param>
    /// <param name="now">The present time; kept to the microsecond, as Postgres keeps it.</param>
    public LedgerSeal(LedgerSeal? previous, int transactionCount, DateTimeOffset now)
    {
        Number = (previous?.Number ?? 0) + 1;
        PreviousHash = previous?.Hash ?? SealHash.OfNothing;
        TransactionCount = transactionCount;
        SealedAt = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>Counts from 1, without gaps.</summary>
    public long Number { get; private set; }

    /// <summary>The hash of the seal before it; 32 zero bytes in the first.</summary>
    public byte[] PreviousHash { get; private set; } = [];

    /// <summary>SHA-256 of everything it covers.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>How many transactions it covers.</summary>
    public int TransactionCount { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset SealedAt { get; private set; }

    /// <summary>Notes the hash of what it covers.</summary>
    public void Close(byte[] hash) => Hash = hash;
}

/// <summary>Says which seal covers a transaction, and at which place. Every transaction is sealed once. Immutable.</summary>
public sealed class SealLine
{
    private SealLine() { }

    /// <summary>The transaction.</summary>
    public Guid TransactionId { get; private set; }

    /// <summary>The seal that covers it.</summary>
    public long SealNumber { get; private set; }

    /// <summary>Its place among the transactions of the seal, from 1.</summary>
    public int Position { get; private set; }
}

/// <summary>A transaction that waits for its seal. Postgres notes it with the posting; so one that commits late is sealed late, and never forgotten.</summary>
public sealed class UnsealedTransaction
{
    private UnsealedTransaction() { }

    /// <summary>The transaction.</summary>
    public Guid TransactionId { get; private set; }
}

namespace ESchool.Domain.Ledger;

/// <summary>What happened to money. Stored by name; a name is never reused for something else.</summary>
public enum TransactionKind
{
    /// <summary>A charge succeeded.</summary>
    Sale = 1,

    /// <summary>A refund window ended.</summary>
    HoldRelease = 2,

    /// <summary>An instructor asked for a payout.</summary>
    PayoutRequest = 3,

    /// <summary>A payout was rejected, cancelled or failed; the money is available again.</summary>
    PayoutReturn = 4,

    /// <summary>Stripe confirmed a payout's transfer.</summary>
    PayoutPaid = 5,

    /// <summary>Stripe gave money back to a student.</summary>
    Refund = 6,

    /// <summary>A refund failed; the money is back.</summary>
    RefundReturn = 7,

    /// <summary>Stripe withdrew the money of a charge that is disputed.</summary>
    DisputeOpened = 8,

    /// <summary>A dispute was won; the money is back.</summary>
    DisputeWon = 9,

    /// <summary>A dispute was lost; the money is gone.</summary>
    DisputeLost = 10,

    /// <summary>A payout's transfer was reversed at Stripe, in full or in part; the money is available again.</summary>
    TransferReversed = 20,

    /// <summary>A month of a membership is over; what was paid for it is divided.</summary>
    RevenueRecognition = 21,

    /// <summary>A member's plan became a cheaper one; what was unused is credited for invoices to come.</summary>
    CreditGranted = 22,
}

/// <summary>One balanced event: two or more entries that sum to zero. There is at most one of a kind for a source in a currency. Immutable.</summary>
public sealed class LedgerTransaction
{
    private readonly List<LedgerEntry> entries = [];

    private LedgerTransaction() { }

    private LedgerTransaction(TransactionKind kind, string source, string currency, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Kind = kind;
        Source = source;
        Currency = currency;
        PostedAt = now;
    }

    /// <summary>The transaction's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>What happened.</summary>
    public TransactionKind Kind { get; private set; }

    /// <summary>What caused it, a resource name such as <c>orders/…</c>; unique together with the kind and the currency.</summary>
    public string Source { get; private set; } = "";

    /// <summary>ISO 4217 code of every entry.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>When it was posted.</summary>
    public DateTimeOffset PostedAt { get; private set; }

    /// <summary>The entries; they sum to zero.</summary>
    public IReadOnlyList<LedgerEntry> Entries => entries;

    /// <summary>Posts a transaction to locked accounts.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="source">What caused it.</param>
    /// <param name="lines">Account and amount in minor units, debits positive; lines of zero are left out.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="InvalidOperationException">The lines do not balance, mix currencies, or are fewer than two: a bug, never input.</exception>
    public static LedgerTransaction Post(
        TransactionKind kind,
        string source,
        IReadOnlyCollection<(LedgerAccount Account, long MinorUnits)> lines,
        DateTimeOffset now
    )
    {
        var effective = lines.Where(line => line.MinorUnits != 0).ToList();
        if (effective.Count < 2 || effective.Aggregate(Int128.Zero, (sum, line) => sum + line.MinorUnits) != 0)
        {
            throw new InvalidOperationException($"{kind} of {source} does not balance.");
        }

        var currency = effective[0].Account.Currency;
        if (effective.Any(line => line.Account.Currency != currency))
        {
            throw new InvalidOperationException($"{kind} of {source} mixes currencies.");
        }

        var transaction = new LedgerTransaction(kind, source, currency, now);
        foreach (var (account, minorUnits) in effective)
        {
            account.Apply(minorUnits);
            transaction.entries.Add(new LedgerEntry(transaction.Id, account.Id, minorUnits, now));
        }

        return transaction;
    }
}

/// <summary>One line of a transaction. Immutable; the database refuses to change or delete it.</summary>
public sealed class LedgerEntry
{
    private LedgerEntry() { }

    internal LedgerEntry(Guid transactionId, Guid accountId, long amountMinorUnits, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        TransactionId = transactionId;
        AccountId = accountId;
        AmountMinorUnits = amountMinorUnits;
    }

    /// <summary>The entry's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The transaction it is a part of.</summary>
    public Guid TransactionId { get; private set; }

    /// <summary>The account it changes.</summary>
    public Guid AccountId { get; private set; }

    /// <summary>Debit positive, credit negative, in minor units.</summary>
    public long AmountMinorUnits { get; private set; }
}

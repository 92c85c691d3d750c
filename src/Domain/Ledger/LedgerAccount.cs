namespace ESchool.Domain.Ledger;

/// <summary>One account in one currency. Its balance is kept in the transaction that posts to it and equals the sum of its entries.</summary>
public sealed class LedgerAccount
{
    private LedgerAccount() { }

    /// <summary>Opens an account.</summary>
    /// <param name="kind">Which account of the chart.</param>
    /// <param name="ownerId">The instructor, or <see cref="Guid.Empty"/> for the platform.</param>
    /// <param name="currency">ISO 4217 code.</param>
    public LedgerAccount(AccountKind kind, Guid ownerId, string currency)
    {
        Id = Guid.CreateVersion7();
        Kind = kind;
        OwnerId = ownerId;
        Currency = currency;
    }

    /// <summary>An account as it is stored.</summary>
    /// <param name="id">The account's id.</param>
    /// <param name="kind">Which account of the chart.</param>
    /// <param name="ownerId">The instructor, or <see cref="Guid.Empty"/> for the platform.</param>
    /// <param name="currency">ISO 4217 code.</param>
    /// <param name="balanceMinorUnits">Debits less credits, in minor units.</param>
    public LedgerAccount(Guid id, AccountKind kind, Guid ownerId, string currency, long balanceMinorUnits)
    {
        Id = id;
        Kind = kind;
        OwnerId = ownerId;
        Currency = currency;
        BalanceMinorUnits = balanceMinorUnits;
    }

    /// <summary>The account's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Which account of the chart.</summary>
    public AccountKind Kind { get; private set; }

    /// <summary>The instructor, or <see cref="Guid.Empty"/> for the platform.</summary>
    public Guid OwnerId { get; private set; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>Debits less credits, in minor units.</summary>
    public long BalanceMinorUnits { get; private set; }

    /// <summary>What the school owes on a liability account.</summary>
    public Money Owed => new(-BalanceMinorUnits, Currency);

    internal void Apply(long minorUnits) => BalanceMinorUnits = checked(BalanceMinorUnits + minorUnits);
}

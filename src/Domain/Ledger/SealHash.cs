using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ESchool.Domain.Ledger;

/// <summary>A transaction as its seal covers it.</summary>
/// <param name="Id">The transaction's id.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Source">What caused it.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="PostedAt">When it was posted.</param>
public readonly record struct SealedTransaction(Guid Id, TransactionKind Kind, string Source, string Currency, DateTimeOffset PostedAt);

/// <summary>An entry as its seal covers it: with what its account is, because an account's row, which holds the balance, may be changed.</summary>
/// <param name="Id">The entry's id.</param>
/// <param name="AmountMinorUnits">Debit positive, credit negative, in minor units.</param>
/// <param name="AccountId">The account's id.</param>
/// <param name="Account">Which account of the chart.</param>
/// <param name="OwnerId">The instructor, or <see cref="Guid.Empty"/> for the platform.</param>
/// <param name="Currency">ISO 4217 code of the account.</param>
public readonly record struct SealedEntry(Guid Id, long AmountMinorUnits, Guid AccountId, AccountKind Account, Guid OwnerId, string Currency);

/// <summary>
/// The hash of a seal: SHA-256 of the hash before it, its number, time and count, and every transaction with its entries, in order. Each is rendered as
/// Postgres sends it, so that SQL can recompute it: numbers big-endian, ids as their 16 bytes, times as microseconds since 1970, texts in UTF-8 after their
/// length in bytes. Records begin with a letter, itself a text, and everything in them is of a fixed or a given length: two journals that differ are never
/// rendered alike.
/// </summary>
public sealed class SealHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Begins the hash of a seal.</summary>
    public SealHash(LedgerSeal seal)
    {
        Text("S");
        hash.AppendData(seal.PreviousHash);
        Number(seal.Number);
        Time(seal.SealedAt);
        Number(seal.TransactionCount);
    }

    /// <summary>What the first seal follows: 32 zero bytes.</summary>
    public static byte[] OfNothing => new byte[SHA256.HashSizeInBytes];

    /// <summary>Goes on with a transaction; its entries follow.</summary>
    public void Add(SealedTransaction transaction)
    {
        Text("T");
        Id(transaction.Id);
        Number((int)transaction.Kind);
        Text(transaction.Source);
        Text(transaction.Currency);
        Time(transaction.PostedAt);
    }

    /// <summary>Goes on with an entry of the transaction before it; entries come in the order of their ids.</summary>
    public void Add(SealedEntry entry)
    {
        Text("E");
        Id(entry.Id);
        Number(entry.AmountMinorUnits);
        Id(entry.AccountId);
        Number((int)entry.Account);
        Id(entry.OwnerId);
        Text(entry.Currency);
    }

    /// <summary>The hash of everything that was added.</summary>
    public byte[] Finish() => hash.GetHashAndReset();

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    private void Id(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        hash.AppendData(bytes);
    }

    private void Number(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Number(bytes.Length);
        hash.AppendData(bytes);
    }

    private void Time(DateTimeOffset time) => Number((time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
}

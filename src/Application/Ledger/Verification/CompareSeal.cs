using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Ledger.Verification;

/// <summary>Compares a seal that was noted elsewhere with the chain.</summary>
public sealed class CompareSeal(SchoolDbContext db)
{
    /// <summary>Says whether the chain still holds a seal as it was noted elsewhere.</summary>
    /// <param name="number">The seal's number.</param>
    /// <param name="hash">The hash that was noted.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>A finding; null when it does.</returns>
    public async Task<string?> ExecuteAsync(long number, byte[] hash, CancellationToken cancellationToken)
    {
        var held = await db.LedgerSeals.Where(s => s.Number == number).Select(s => s.Hash).SingleOrDefaultAsync(cancellationToken);
        return held is null ? $"Seal {number} was noted and is not there."
            : held.AsSpan().SequenceEqual(hash) ? null
            : $"Seal {number} was noted as {Convert.ToHexStringLower(hash)} and is {Convert.ToHexStringLower(held)}.";
    }
}

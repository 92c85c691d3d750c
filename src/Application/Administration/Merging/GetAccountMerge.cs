using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Merging;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Merging;

/// <summary>Reads a merge of two accounts, as it was prepared.</summary>
public sealed class GetAccountMerge(SchoolDbContext db)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>ACCOUNT_MERGE_NOT_FOUND</c>.</exception>
    public async Task<AccountMerge> ExecuteAsync(Guid mergeId, CancellationToken cancellationToken) =>
        await db.AccountMerges.AsNoTracking().SingleOrDefaultAsync(m => m.Id == mergeId, cancellationToken) ?? throw AccountMerges.NotFound(mergeId);
}

using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Administration.Merging;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Merging;

/// <summary>Finds merges.</summary>
internal static class AccountMerges
{
    /// <summary>Locks a merge for a change.</summary>
    /// <exception cref="DomainException"><c>ACCOUNT_MERGE_NOT_FOUND</c>.</exception>
    public static async Task<AccountMerge> LockAsync(SchoolDbContext db, Guid mergeId, CancellationToken cancellationToken) =>
        await db.AccountMerges.Where(m => m.Id == mergeId).ForUpdate().SingleOrDefaultAsync(cancellationToken) ?? throw NotFound(mergeId);

    /// <summary>Refuses unless both can be used.</summary>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>, <c>USER_SUSPENDED</c>.</exception>
    public static async Task<(User Source, User Target)> RequireActiveAsync(
        SchoolDbContext db,
        Guid sourceId,
        Guid targetId,
        CancellationToken cancellationToken
    )
    {
        var (source, target) = (await Accounts.FindAsync(db, sourceId, cancellationToken), await Accounts.FindAsync(db, targetId, cancellationToken));
        Accounts.RequireActive(source);
        Accounts.RequireActive(target);
        return (source, target);
    }

    /// <summary>The refusal for a merge that is not there.</summary>
    public static DomainException NotFound(Guid mergeId) =>
        new(AdministrationReasons.AccountMergeNotFound, "{account_merge} does not exist.", ("account_merge", $"accountMerges/{mergeId}"));
}

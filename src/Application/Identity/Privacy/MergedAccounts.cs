using ESchool.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Identity.Privacy;

/// <summary>
/// Accounts that were merged into a user's: what is left of the person in them. Nobody can sign in to ask for their erasure, so they are erased with the account
/// that stayed.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class MergedAccounts(SchoolDbContext db)
{
    /// <summary>Has them erased when the user's account is, or not any more; those that were merged into them too.</summary>
    /// <param name="userId">The account that stayed.</param>
    /// <param name="deleteAt">When it is erased; null when it is not.</param>
    /// <param name="cancellationToken">Stops before it is written.</param>
    internal Task FollowAsync(Guid userId, DateTimeOffset? deleteAt, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            WITH RECURSIVE merged AS (
                SELECT id FROM identity.users WHERE merged_into = {userId}
                UNION SELECT u.id FROM identity.users u JOIN merged m ON u.merged_into = m.id)
            UPDATE identity.users SET delete_at = {deleteAt} WHERE id IN (SELECT id FROM merged) AND erased_at IS NULL
            """,
            cancellationToken
        );
}

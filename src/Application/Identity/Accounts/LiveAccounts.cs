using ESchool.Application.Identity.Sessions;
using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Identity.Accounts;

/// <summary>
/// Keeps an account from beginning what it could not end. An access token outlives a suspension, or a merge into another account, by some seconds; what costs
/// money waits for neither.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class LiveAccounts(SchoolDbContext db)
{
    /// <summary>Refuses unless the account is open, and keeps it so until the transaction ends: whoever closes it comes before us, or waits for us.</summary>
    /// <exception cref="DomainException"><c>ACCESS_TOKEN_INVALID</c>.</exception>
    public async Task KeepOpenAsync(Guid userId, CancellationToken cancellationToken)
    {
        var open = await db
            .Users.Where(u => u.Id == userId && u.SuspendedAt == null && u.ErasedAt == null)
            .ForKeyShare()
            .Select(u => u.Id)
            .ToListAsync(cancellationToken);
        if (open.Count == 0)
        {
            throw CheckSession.Ended();
        }
    }
}

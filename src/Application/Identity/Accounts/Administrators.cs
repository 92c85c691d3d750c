using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Identity.Accounts;

/// <summary>Sees to it that the school is never without an administrator.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class Administrators(SchoolDbContext db)
{
    private const long Lock = 0x45_53_43_48_4F_4F_4C;

    /// <summary>Refuses when the user is the only administrator who can act. Two administrators who remove each other at once: one of them stays.</summary>
    /// <exception cref="DomainException"><c>LAST_ADMIN</c>.</exception>
    public async Task RequireAnotherAsync(Guid userId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", cancellationToken);
        if (await Acting.AnyAsync(u => u.Id == userId, cancellationToken) && !await AnyBesidesAsync([userId], cancellationToken))
        {
            throw new DomainException(IdentityReasons.LastAdmin, "The only administrator cannot go; make another first.");
        }
    }

    /// <summary>Whether there is an administrator who can act and is none of these: who has a part in something leaves it to another, if there is one.</summary>
    public Task<bool> AnyBesidesAsync(IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken) =>
        Acting.AnyAsync(u => !userIds.Contains(u.Id), cancellationToken);

    private IQueryable<User> Acting => db.Users.Where(u => (u.Roles & Roles.Admin) != 0 && u.SuspendedAt == null && u.ErasedAt == null && u.DeleteAt == null);
}

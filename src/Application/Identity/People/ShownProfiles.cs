using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Identity.People;

/// <summary>Refuses changes of what staff have hidden about a user: otherwise it would be back at once.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class ShownProfiles(SchoolDbContext db)
{
    /// <summary>Refuses while the user's profile is hidden.</summary>
    /// <exception cref="DomainException"><c>PROFILE_HIDDEN</c>.</exception>
    public async Task RequireAsync(Guid userId, CancellationToken cancellationToken)
    {
        if (await db.HiddenProfiles.AnyAsync(p => p.UserId == userId, cancellationToken))
        {
            throw new DomainException(IdentityReasons.ProfileHidden, "Staff have hidden the caller's profile; the decision can be appealed.");
        }
    }
}

using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity;

/// <summary>Reads the caller's own account.</summary>
public sealed class GetUser(SchoolDbContext db)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>: also for anybody else's.</exception>
    public async Task<User> ExecuteAsync(Actor actor, Guid userId, CancellationToken cancellationToken) =>
        await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.Id == actor.UserId, cancellationToken)
        ?? throw new DomainException(IdentityReasons.UserNotFound, "There is no such user.");
}

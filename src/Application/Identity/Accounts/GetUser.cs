using ESchool.Application.Storage;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Accounts;

/// <summary>An account as its user sees it.</summary>
/// <param name="User">The account.</param>
/// <param name="TotpEnabled">True when sign-in asks for a code.</param>
/// <param name="AvatarUrl">A short-lived address of the picture; empty without one.</param>
public sealed record UserProfile(User User, bool TotpEnabled, string AvatarUrl);

/// <summary>Reads the caller's own account.</summary>
public sealed class GetUser(SchoolDbContext db, ObjectStorage storage)
{
    private static readonly TimeSpan AvatarLifetime = TimeSpan.FromMinutes(15);

    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>: also for anybody else's.</exception>
    public async Task<UserProfile> ExecuteAsync(Actor actor, Guid userId, CancellationToken cancellationToken)
    {
        var user =
            await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.Id == actor.UserId, cancellationToken)
            ?? throw new DomainException(IdentityReasons.UserNotFound, "There is no such user.");
        var totpEnabled = await db.TotpFactors.AnyAsync(f => f.UserId == userId && f.ConfirmedAt != null, cancellationToken);
        var avatarUrl = user.AvatarKey is { } key ? storage.SignGet(storage.DocumentsBucket, key, AvatarLifetime).Url : "";
        return new UserProfile(user, totpEnabled, avatarUrl);
    }
}

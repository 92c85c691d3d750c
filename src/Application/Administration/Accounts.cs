using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration;

/// <summary>An account, as administrators see it.</summary>
/// <param name="User">The account.</param>
/// <param name="TotpEnabled">True when an authenticator app is set up.</param>
public sealed record UserAccount(User User, bool TotpEnabled);

/// <summary>Finds accounts for administrators.</summary>
internal static class Accounts
{
    /// <summary>Reads an account.</summary>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>: also for an erased one.</exception>
    public static async Task<User> FindAsync(SchoolDbContext db, Guid userId, CancellationToken cancellationToken) =>
        await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.ErasedAt == null, cancellationToken) ?? throw NotFound(userId);

    /// <summary>Locks an account for a change.</summary>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>: also for an erased one.</exception>
    public static async Task<User> LockAsync(SchoolDbContext db, Guid userId, CancellationToken cancellationToken) =>
        await db.Users.Where(u => u.Id == userId && u.ErasedAt == null).ForUpdate().SingleOrDefaultAsync(cancellationToken) ?? throw NotFound(userId);

    /// <summary>Refuses to give something to who cannot sign in, or will soon be gone.</summary>
    /// <exception cref="DomainException"><c>USER_SUSPENDED</c>.</exception>
    public static void RequireActive(User user)
    {
        if (!user.CanSignIn || user.DeleteAt is not null)
        {
            throw new DomainException(
                IdentityReasons.UserSuspended,
                "The user cannot use it: the account is suspended or to be deleted, or its address is not verified."
            );
        }
    }

    /// <summary>An account with what administrators see of it.</summary>
    public static async Task<UserAccount> ViewAsync(SchoolDbContext db, User user, CancellationToken cancellationToken) =>
        new(user, await db.TotpFactors.AnyAsync(f => f.UserId == user.Id && f.ConfirmedAt != null, cancellationToken));

    private static DomainException NotFound(Guid userId) => new(IdentityReasons.UserNotFound, "{user} does not exist.", ("user", $"users/{userId}"));
}

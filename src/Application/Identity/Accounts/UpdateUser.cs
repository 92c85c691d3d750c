using ESchool.Application.Identity.People;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Accounts;

/// <summary>What changes about an account; null leaves a value as it is.</summary>
/// <param name="DisplayName">The name shown to others.</param>
/// <param name="TimeZone">An IANA time zone.</param>
/// <param name="Locale">A BCP 47 language tag.</param>
public sealed record UserChange(string? DisplayName, string? TimeZone, string? Locale);

/// <summary>Changes what the caller tells about themselves.</summary>
public sealed class UpdateUser(SchoolDbContext db, GetUser getUser, ShownProfiles profiles)
{
    /// <summary>Changes it.</summary>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>: also for anybody else's. <c>PROFILE_HIDDEN</c>: of the name.</exception>
    public async Task<UserProfile> ExecuteAsync(Actor actor, Guid userId, UserChange change, CancellationToken cancellationToken)
    {
        var user =
            await db.Users.SingleOrDefaultAsync(u => u.Id == userId && u.Id == actor.UserId, cancellationToken)
            ?? throw new DomainException(IdentityReasons.UserNotFound, "There is no such user.");
        if (change.DisplayName is { } name && name.Trim() != user.DisplayName)
        {
            await profiles.RequireAsync(userId, cancellationToken);
        }

        user.Describe(change.DisplayName, change.TimeZone, change.Locale);
        await db.SaveChangesAsync(cancellationToken);
        return await getUser.ExecuteAsync(actor, userId, cancellationToken);
    }
}

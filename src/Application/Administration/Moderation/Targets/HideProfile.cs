using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Targets;

/// <summary>Takes a user's name, picture and words out of their account, or puts them back; for whoever has decided that.</summary>
public sealed class HideProfile(SchoolDbContext db, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Hides it. Doing it again changes nothing.</summary>
    /// <returns>False when it was hidden before.</returns>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>.</exception>
    public Task<bool> ExecuteAsync(Actor actor, Guid userId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var user = await Accounts.LockAsync(db, userId, cancellationToken);
                if (await db.HiddenProfiles.AnyAsync(p => p.UserId == userId, cancellationToken))
                {
                    return false;
                }

                var now = clock.GetUtcNow();
                var profile = await db.InstructorProfiles.SingleOrDefaultAsync(p => p.InstructorId == userId, cancellationToken);
                db.HiddenProfiles.Add(
                    new HiddenProfile(userId, user.DisplayName, user.AvatarKey, profile?.Headline ?? "", profile?.Bio ?? "", profile?.Expertise ?? "", now)
                );
                user.Describe(HiddenProfile.NameShown, timeZone: null, locale: null);
                user.SetAvatar(null);
                profile?.Describe("", "", "", now);
                audit.Note(actor, "user.hide_profile", $"users/{userId}", before: new { hidden = false }, after: new { hidden = true });
                await db.SaveChangesAsync(cancellationToken);
                return true;
            },
            cancellationToken
        );

    /// <summary>Puts it back. Of a profile that is not hidden, it changes nothing.</summary>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>.</exception>
    internal Task ShowAsync(Actor actor, Guid userId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var user = await Accounts.LockAsync(db, userId, cancellationToken);
                if (await db.HiddenProfiles.SingleOrDefaultAsync(p => p.UserId == userId, cancellationToken) is not { } hidden)
                {
                    return;
                }

                var profile = await db.InstructorProfiles.SingleOrDefaultAsync(p => p.InstructorId == userId, cancellationToken);
                user.Describe(hidden.DisplayName, timeZone: null, locale: null);
                user.SetAvatar(hidden.AvatarKey);
                profile?.Describe(hidden.Headline, hidden.Bio, hidden.Expertise, clock.GetUtcNow());
                db.HiddenProfiles.Remove(hidden);
                audit.Note(actor, "user.show_profile", $"users/{userId}", before: new { hidden = true }, after: new { hidden = false });
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken
        );
}

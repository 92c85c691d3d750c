using System.Net.Mail;
using ESchool.Application.Identity.Sessions;
using ESchool.Application.Settings;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Identity.GoogleSignIn;

/// <summary>
/// Finds the account of somebody whom Google vouches for. Issuer and subject decide; an address only decides which account they are linked to the
/// first time (docs/decisions/0011-google-linking.md).
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class GoogleAccounts(
    SchoolDbContext db,
    SessionRevoker revoker,
    AuditTrail audit,
    WorkOutbox outbox,
    LiveSettings settings,
    IOptions<IdentityOptions> options,
    TimeProvider clock,
    ILogger<GoogleAccounts> logger
)
{
    private const int MaximumEmailLength = 254;
    private const int MaximumNameLength = 100;

    /// <summary>Finds the account, links one, or makes one, in the present unit of work, which must be a transaction.</summary>
    /// <returns>The user, who may be one that cannot sign in; nothing was changed then.</returns>
    /// <exception cref="DomainException"><c>GOOGLE_SIGN_IN_FAILED</c>, <c>GOOGLE_EMAIL_UNVERIFIED</c>, <c>CLOSED_BY_STAFF</c>.</exception>
    public async Task<User> FindOrMakeAsync(ExternalIdentity identity, CancellationToken cancellationToken)
    {
        // Two first sign-ins of one person at once: the second waits here and then finds the first's link.
        await LockAsync($"{identity.Issuer} {identity.Subject}", cancellationToken);
        if (await FindLinkedAsync(identity, cancellationToken) is { } linked)
        {
            return linked;
        }

        if (!identity.EmailVerified || !IsAddress(identity.Email))
        {
            throw new DomainException(IdentityReasons.GoogleEmailUnverified, "Google has not verified the e-mail address of this account.");
        }

        // Registration of the address holds the same lock.
        var normalized = User.NormalizeEmail(identity.Email);
        await LockAsync(normalized, cancellationToken);
        var user = await db.Users.SingleOrDefaultAsync(u => u.EmailNormalized == normalized, cancellationToken);
        if (user is null)
        {
            return await MakeAsync(identity, cancellationToken);
        }

        if (user.SuspendedAt is null && user.ErasedAt is null)
        {
            await LinkAsync(user, identity, cancellationToken);
        }

        return user;
    }

    private Task<User?> FindLinkedAsync(ExternalIdentity identity, CancellationToken cancellationToken) =>
        (
            from login in db.ExternalLogins
            join user in db.Users on login.UserId equals user.Id
            where login.Issuer == identity.Issuer && login.Subject == identity.Subject
            select user
        ).SingleOrDefaultAsync(cancellationToken);

    private async Task<User> MakeAsync(ExternalIdentity identity, CancellationToken cancellationToken)
    {
        await settings.RequireOpenAsync(KnownSettings.RegistrationOpen, cancellationToken);
        var now = clock.GetUtcNow();
        var user = new User(identity.Email, NameOf(identity), passwordHash: null, now);
        user.VerifyEmail(now);
        db.Users.Add(user);
        db.ExternalLogins.Add(new ExternalLogin(identity.Issuer, identity.Subject, user.Id, now));
        await db.SaveChangesAsync(cancellationToken);
        return user;
    }

    private async Task LinkAsync(User user, ExternalIdentity identity, CancellationToken cancellationToken)
    {
        if (await db.ExternalLogins.AnyAsync(l => l.UserId == user.Id && l.Issuer == identity.Issuer, cancellationToken))
        {
            // The address has moved on to another account at Google, perhaps to another person.
            logger.LogWarning("A sign-in with Google was refused: the user of its address is linked to another account at Google");
            throw GoogleIdTokens.Refusal;
        }

        var claimed = user.EmailVerifiedAt is null;
        if (claimed)
        {
            await ClaimAsync(user, identity, cancellationToken);
        }

        db.ExternalLogins.Add(new ExternalLogin(identity.Issuer, identity.Subject, user.Id, clock.GetUtcNow()));
        audit.Note(user.Id, "google.link", $"users/{user.Id}", after: new { claimed });
        outbox.Warn(user.Id, SecurityNotice.GoogleLinked);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// Nobody has proved to own the account so far, so whoever made it may be a stranger who waits for the owner of the address: nothing of theirs stays.
    /// </summary>
    private async Task ClaimAsync(User user, ExternalIdentity identity, CancellationToken cancellationToken)
    {
        user.SetPassword(null);
        user.SetEmail(identity.Email);
        user.Describe(NameOf(identity), timeZone: null, locale: null);
        user.VerifyEmail(clock.GetUtcNow());
        await revoker.RevokeAllAsync(user.Id, except: null, cancellationToken);
        await db.EmailVerifications.Where(v => v.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        await db.Registrations.Where(r => r.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        await db.PasswordResets.Where(r => r.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        await db.TotpFactors.Where(f => f.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        await db.RecoveryCodes.Where(c => c.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
    }

    private Task LockAsync(string subject, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({subject}, 0))", cancellationToken);

    private bool IsAddress(string email) =>
        email.Length <= MaximumEmailLength
        && MailAddress.TryCreate(email, out var address)
        && address.Address == email.Trim()
        && EmailAddress.FaultOf(email, options.Value.AllowUtf8Addresses) is null;

    /// <summary>What Google calls the person, without what no name has; the address's first half where that leaves nothing.</summary>
    private static string NameOf(ExternalIdentity identity)
    {
        var name = Bounded(VisibleText.OneLine(string.Concat(identity.Name.Where(letter => !char.IsControl(letter)))));
        return name.Length > 0 && VisibleText.FaultOf(name, manyLines: false) is null ? name : Bounded(identity.Email.Trim().Split('@')[0]);
    }

    private static string Bounded(string name)
    {
        if (name.Length <= MaximumNameLength)
        {
            return name;
        }

        // Half of a surrogate pair is no letter.
        return name[..(char.IsHighSurrogate(name[MaximumNameLength - 1]) ? MaximumNameLength - 1 : MaximumNameLength)].TrimEnd();
    }
}

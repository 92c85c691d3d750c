namespace ESchool.Domain.Identity;

/// <summary>A person with an account.</summary>
public sealed class User
{
    /// <summary>So long after it was asked for, an account is erased.</summary>
    public static readonly TimeSpan DeletionGrace = TimeSpan.FromDays(14);

    private User() { }

    /// <summary>Makes an account whose address is not verified yet.</summary>
    /// <param name="email">The address as the user wrote it.</param>
    /// <param name="displayName">The name shown to others.</param>
    /// <param name="passwordHash">The encoded Argon2id hash; null for a user who signs in with Google alone.</param>
    /// <param name="now">The present time.</param>
    public User(string email, string displayName, string? passwordHash, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        SetEmail(email);
        DisplayName = displayName.Trim();
        PasswordHash = passwordHash;
        Roles = Roles.Student;
        CreatedAt = now;
    }

    /// <summary>The user's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The address as the user wrote it, with look-alikes replaced; to be shown.</summary>
    public string Email { get; private set; } = "";

    /// <summary>The address as it is compared and as mail is sent to it; unique.</summary>
    public string EmailNormalized { get; private set; } = "";

    /// <summary>The name shown to others and printed on certificates.</summary>
    public string DisplayName { get; private set; } = "";

    /// <summary>The IANA time zone the user's times are shown in.</summary>
    public string TimeZone { get; private set; } = "Etc/UTC";

    /// <summary>The BCP 47 tag of the language the user reads.</summary>
    public string Locale { get; private set; } = "en";

    /// <summary>The object that holds the re-encoded picture; null without one.</summary>
    public string? AvatarKey { get; private set; }

    /// <summary>The encoded Argon2id hash of the password; null for a user who has none.</summary>
    public string? PasswordHash { get; private set; }

    /// <summary>Grows whenever the password changes: what was begun with the old one cannot be ended.</summary>
    public int PasswordVersion { get; private set; }

    /// <summary>What the user may do.</summary>
    public Roles Roles { get; private set; }

    /// <summary>When the address was verified; null before.</summary>
    public DateTimeOffset? EmailVerifiedAt { get; private set; }

    /// <summary>When the account was suspended; null while it is not.</summary>
    public DateTimeOffset? SuspendedAt { get; private set; }

    /// <summary>Why it was suspended; empty while it is not.</summary>
    public string SuspendReason { get; private set; } = "";

    /// <summary>When the account was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the account is to be erased; null unless its user asked for it.</summary>
    public DateTimeOffset? DeleteAt { get; private set; }

    /// <summary>When everything personal was erased; null for an account that is not erased.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>The account that it was merged into, which has what it had; null for any other. A merged account stays suspended.</summary>
    public Guid? MergedInto { get; private set; }

    /// <summary>True when the user may sign in.</summary>
    public bool CanSignIn => EmailVerifiedAt is not null && SuspendedAt is null && ErasedAt is null;

    /// <summary>The normalized form: addresses are compared by it, and e-mails are sent to it.</summary>
    public static string NormalizeEmail(string email) => EmailAddress.Normalize(email);

    /// <summary>Sets the address: at registration, and as the provider writes it when its owner claims the account.</summary>
    public void SetEmail(string email)
    {
        Email = EmailAddress.Written(email);
        EmailNormalized = EmailAddress.Normalize(email);
    }

    /// <summary>Records that the address belongs to the user. Doing it again changes nothing.</summary>
    public void VerifyEmail(DateTimeOffset now) => EmailVerifiedAt ??= now;

    /// <summary>Gives the user a role. Doing it again changes nothing.</summary>
    public void Grant(Roles role) => Roles |= role;

    /// <summary>Takes a role away. Doing it again changes nothing.</summary>
    public void Revoke(Roles role) => Roles &= ~role;

    /// <summary>Sets the password, or takes it away.</summary>
    /// <param name="hash">The encoded Argon2id hash; null for none.</param>
    public void SetPassword(string? hash)
    {
        PasswordHash = hash;
        PasswordVersion++;
    }

    /// <summary>Changes what the user tells about themselves; null leaves a value as it is.</summary>
    public void Describe(string? displayName, string? timeZone, string? locale)
    {
        DisplayName = displayName?.Trim() ?? DisplayName;
        TimeZone = timeZone ?? TimeZone;
        Locale = locale ?? Locale;
    }

    /// <summary>Sets the picture, or takes it away.</summary>
    /// <param name="key">The object that holds it; null for none.</param>
    public void SetAvatar(string? key) => AvatarKey = key;

    /// <summary>Keeps the user out. Doing it again keeps the first time and reason.</summary>
    public void Suspend(string reason, DateTimeOffset now)
    {
        if (SuspendedAt is null)
        {
            SuspendedAt = now;
            SuspendReason = reason.Trim();
        }
    }

    /// <summary>Lets the user in again. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>ACCOUNT_MERGED</c>: what it had is another account's.</exception>
    public void Reinstate()
    {
        if (MergedInto is { } other)
        {
            throw new DomainException(IdentityReasons.AccountMerged, "The account was merged into {user}.", ("user", $"users/{other}"));
        }

        SuspendedAt = null;
        SuspendReason = "";
    }

    /// <summary>Closes it for good: another account of the same person has what it had.</summary>
    /// <param name="userId">The other account.</param>
    /// <param name="now">The present time.</param>
    public void MergeInto(Guid userId, DateTimeOffset now)
    {
        MergedInto = userId;
        Suspend($"Merged into users/{userId}.", now);
    }

    /// <summary>Begins the grace period after which the account is erased. Doing it again keeps the first time.</summary>
    public void RequestDeletion(DateTimeOffset now) => DeleteAt ??= now + DeletionGrace;

    /// <summary>Takes the wish to be erased back. Doing it again changes nothing.</summary>
    public void Restore() => DeleteAt = null;
}

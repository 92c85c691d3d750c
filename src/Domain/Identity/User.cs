namespace ESchool.Domain.Identity;

/// <summary>A person with an account.</summary>
public sealed class User
{
    private User()
    {
    }

    /// <summary>Makes an account whose address is not verified yet.</summary>
    /// <param name="email">The address as the user wrote it.</param>
    /// <param name="displayName">The name shown to others.</param>
    /// <param name="passwordHash">The encoded Argon2id hash.</param>
    /// <param name="now">The present time.</param>
    public User(string email, string displayName, string passwordHash, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Email = email.Trim();
        EmailNormalized = NormalizeEmail(email);
        DisplayName = displayName.Trim();
        PasswordHash = passwordHash;
        Roles = Roles.Student;
        CreatedAt = now;
    }

    /// <summary>The user's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The address as the user wrote it.</summary>
    public string Email { get; private set; } = "";

    /// <summary>The address as it is compared; unique.</summary>
    public string EmailNormalized { get; private set; } = "";

    /// <summary>The name shown to others and printed on certificates.</summary>
    public string DisplayName { get; private set; } = "";

    /// <summary>The encoded Argon2id hash of the password.</summary>
    public string PasswordHash { get; private set; } = "";

    /// <summary>What the user may do.</summary>
    public Roles Roles { get; private set; }

    /// <summary>When the address was verified; null before.</summary>
    public DateTimeOffset? EmailVerifiedAt { get; private set; }

    /// <summary>When the account was suspended; null while it is not.</summary>
    public DateTimeOffset? SuspendedAt { get; private set; }

    /// <summary>When the account was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>True when the user may sign in.</summary>
    public bool CanSignIn => EmailVerifiedAt is not null && SuspendedAt is null;

    /// <summary>The form addresses are compared in: trimmed, lower case.</summary>
    public static string NormalizeEmail(string email) => email.Trim().ToLowerInvariant();

    /// <summary>Records that the address belongs to the user. Doing it again changes nothing.</summary>
    public void VerifyEmail(DateTimeOffset now) => EmailVerifiedAt ??= now;

    /// <summary>Gives the user a role. Doing it again changes nothing.</summary>
    public void Grant(Roles role) => Roles |= role;
}

namespace ESchool.Domain.Identity;

/// <summary>A token sent by e-mail that sets a new password. Only its SHA-256 is kept; it works once, for an hour.</summary>
public sealed class PasswordReset
{
    /// <summary>How long a token works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private PasswordReset() { }

    /// <summary>Makes a token's record.</summary>
    /// <param name="userId">Whose password it sets.</param>
    /// <param name="tokenHash">SHA-256 of the token.</param>
    /// <param name="now">The present time.</param>
    public PasswordReset(Guid userId, byte[] tokenHash, DateTimeOffset now)
    {
        TokenHash = tokenHash;
        UserId = userId;
        ExpiresAt = now + Lifetime;
    }

    /// <summary>SHA-256 of the token.</summary>
    public byte[] TokenHash { get; private set; } = [];

    /// <summary>Whose password it sets.</summary>
    public Guid UserId { get; private set; }

    /// <summary>When it stops working.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }
}

namespace ESchool.Domain.Identity;

/// <summary>
/// A token sent by e-mail that proves the address. Only its SHA-256 is kept; it works for a day. Mail scanners open every link before the person does, so
/// opening it again says the same.
/// </summary>
public sealed class EmailVerification
{
    /// <summary>How long a token works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private EmailVerification() { }

    /// <summary>Makes a token's record.</summary>
    /// <param name="userId">Whose address it proves.</param>
    /// <param name="tokenHash">SHA-256 of the token.</param>
    /// <param name="registrationId">Whose password counts when it is opened; null when the account's own stays.</param>
    /// <param name="now">The present time.</param>
    public EmailVerification(Guid userId, byte[] tokenHash, Guid? registrationId, DateTimeOffset now)
    {
        RegistrationId = registrationId;
        TokenHash = tokenHash;
        UserId = userId;
        ExpiresAt = now + Lifetime;
    }

    /// <summary>SHA-256 of the token.</summary>
    public byte[] TokenHash { get; private set; } = [];

    /// <summary>Whose address it proves.</summary>
    public Guid UserId { get; private set; }

    /// <summary>The registration whose password counts when the e-mail is opened; null when the account's own password stays.</summary>
    public Guid? RegistrationId { get; private set; }

    /// <summary>When it stops working.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }
}

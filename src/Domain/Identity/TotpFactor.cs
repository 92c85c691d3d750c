namespace ESchool.Domain.Identity;

/// <summary>The authenticator app of a user (TOTP, RFC 6238). It counts once it is confirmed.</summary>
public sealed class TotpFactor
{
    private TotpFactor() { }

    /// <summary>Begins a set-up.</summary>
    /// <param name="userId">Whose app.</param>
    /// <param name="sealedSecret">The shared secret, encrypted.</param>
    public TotpFactor(Guid userId, byte[] sealedSecret)
    {
        UserId = userId;
        SealedSecret = sealedSecret;
    }

    /// <summary>Whose app; a user has one.</summary>
    public Guid UserId { get; private set; }

    /// <summary>The shared secret, encrypted.</summary>
    public byte[] SealedSecret { get; private set; } = [];

    /// <summary>When the first code was accepted; null during the set-up.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>The time step of the last code that was accepted: neither it nor an earlier one is accepted again (RFC 6238, 5.2).</summary>
    public long LastStep { get; private set; }

    /// <summary>Begins the set-up anew with another secret.</summary>
    public void Begin(byte[] sealedSecret) => SealedSecret = sealedSecret;

    /// <summary>Ends the set-up.</summary>
    public void Confirm(DateTimeOffset now) => ConfirmedAt ??= now;
}

/// <summary>A code that replaces the app once. Only its SHA-256 is kept.</summary>
public sealed class RecoveryCode
{
    /// <summary>So many are made at a time.</summary>
    public const int Count = 10;

    private RecoveryCode() { }

    /// <summary>Makes a code's record.</summary>
    /// <param name="userId">Whose code.</param>
    /// <param name="codeHash">SHA-256 of the code as it is compared.</param>
    public RecoveryCode(Guid userId, byte[] codeHash)
    {
        UserId = userId;
        CodeHash = codeHash;
    }

    /// <summary>Whose code.</summary>
    public Guid UserId { get; private set; }

    /// <summary>SHA-256 of the code.</summary>
    public byte[] CodeHash { get; private set; } = [];

    /// <summary>When it was used; null before.</summary>
    public DateTimeOffset? UsedAt { get; private set; }
}

namespace ESchool.Domain.Identity;

/// <summary>An opaque 256-bit token that is exchanged once for the next. Only its SHA-256 is kept, also after use, so that reuse is noticed.</summary>
public sealed class RefreshToken
{
    private RefreshToken() { }

    internal RefreshToken(Guid sessionId, byte[] tokenHash, DateTimeOffset expiresAt)
    {
        SessionId = sessionId;
        TokenHash = tokenHash;
        ExpiresAt = expiresAt;
    }

    /// <summary>SHA-256 of the token.</summary>
    public byte[] TokenHash { get; private set; } = [];

    /// <summary>The session it belongs to.</summary>
    public Guid SessionId { get; private set; }

    /// <summary>When it stops working if it is not used.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When it was exchanged; null before.</summary>
    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>
    /// The tokens it was exchanged for, encrypted: a second use within seconds (two tabs, a lost answer) gets the same tokens. Null before the exchange, and
    /// after that time.
    /// </summary>
    public byte[]? SealedSuccessor { get; private set; }
}

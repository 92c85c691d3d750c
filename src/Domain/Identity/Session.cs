namespace ESchool.Domain.Identity;

/// <summary>A sign-in on one device: the family of all refresh tokens that follow from it.</summary>
public sealed class Session
{
    /// <summary>A session that is not used for so long ends.</summary>
    public static readonly TimeSpan IdleLifetime = TimeSpan.FromDays(14);

    /// <summary>A session ends after so long, however much it is used.</summary>
    public static readonly TimeSpan AbsoluteLifetime = TimeSpan.FromDays(30);

    private Session()
    {
    }

    /// <summary>Opens a session.</summary>
    public Session(Guid userId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        UserId = userId;
        CreatedAt = now;
        ExpiresAt = now + AbsoluteLifetime;
    }

    /// <summary>The session's id; the access tokens carry it as <c>sid</c>.</summary>
    public Guid Id { get; private set; }

    /// <summary>Who signed in.</summary>
    public Guid UserId { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it ends at the latest.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When it was ended; null while it is open.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Makes the record of the session's next refresh token.</summary>
    /// <param name="tokenHash">SHA-256 of the token.</param>
    /// <param name="now">The present time.</param>
    public RefreshToken IssueRefreshToken(byte[] tokenHash, DateTimeOffset now) => new(Id, tokenHash, Min(now + IdleLifetime, ExpiresAt));

    private static DateTimeOffset Min(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}

/// <summary>An opaque 256-bit token that is exchanged once for the next. Only its SHA-256 is kept, also after use, so that reuse is noticed.</summary>
public sealed class RefreshToken
{
    private RefreshToken()
    {
    }

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
}

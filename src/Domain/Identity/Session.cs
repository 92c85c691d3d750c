namespace ESchool.Domain.Identity;

/// <summary>How a session was opened.</summary>
public enum AuthenticationMethod
{
    /// <summary>With a password.</summary>
    Password = 1,

    /// <summary>With Google.</summary>
    Google = 2,
}

/// <summary>A sign-in on one device: the family of all refresh tokens that follow from it.</summary>
public sealed class Session
{
    /// <summary>A session that is unused for this long ends.</summary>
    public static readonly TimeSpan IdleLifetime = TimeSpan.FromDays(14);

    /// <summary>A session ends after this long, even if it is used.</summary>
    public static readonly TimeSpan AbsoluteLifetime = TimeSpan.FromDays(30);

    private Session() { }

    /// <summary>Opens a session.</summary>
    /// <param name="userId">Who signed in.</param>
    /// <param name="method">How.</param>
    /// <param name="secondFactor">True when a second factor was given too.</param>
    /// <param name="userAgent">What the device calls itself.</param>
    /// <param name="network">Roughly where it is: the network, not the address.</param>
    /// <param name="now">The present time.</param>
    /// <param name="deviceId">The device, when it has signed this user in before; null for a new one.</param>
    public Session(Guid userId, AuthenticationMethod method, bool secondFactor, string userAgent, string network, DateTimeOffset now, Guid? deviceId = null)
    {
        Id = Guid.CreateVersion7(now);
        UserId = userId;
        DeviceId = deviceId ?? Id;
        Method = method;
        UserAgent = userAgent;
        Network = network;
        CreatedAt = now;
        AuthenticatedAt = now;
        SecondFactorAt = secondFactor ? now : null;
        LastUsedAt = now;
        ExpiresAt = now + AbsoluteLifetime;
    }

    /// <summary>The session's id; the access tokens carry it as <c>sid</c>.</summary>
    public Guid Id { get; private set; }

    /// <summary>Who signed in.</summary>
    public Guid UserId { get; private set; }

    /// <summary>The device or app it was opened on; the same for all its sessions of this user.</summary>
    public Guid DeviceId { get; private set; }

    /// <summary>How.</summary>
    public AuthenticationMethod Method { get; private set; }

    /// <summary>The User-Agent of the device.</summary>
    public string UserAgent { get; private set; } = "";

    /// <summary>The network it came from, not the whole address.</summary>
    public string Network { get; private set; } = "";

    /// <summary>When it was opened.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the user last proved who they are: at sign-in, or since.</summary>
    public DateTimeOffset AuthenticatedAt { get; private set; }

    /// <summary>When the user last gave a second factor in this session; null when never.</summary>
    public DateTimeOffset? SecondFactorAt { get; private set; }

    /// <summary>When it was opened or last refreshed.</summary>
    public DateTimeOffset LastUsedAt { get; private set; }

    /// <summary>When it ends at the latest.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When it was ended; null while it is open.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Records a new proof of identity.</summary>
    /// <param name="secondFactor">True when with a second factor.</param>
    /// <param name="now">The present time.</param>
    public void Confirm(bool secondFactor, DateTimeOffset now)
    {
        AuthenticatedAt = now;
        SecondFactorAt = secondFactor ? now : SecondFactorAt;
    }

    /// <summary>Creates the record of the session's next refresh token, which counts as a use of the session.</summary>
    /// <param name="tokenHash">SHA-256 of the token.</param>
    /// <param name="now">The present time.</param>
    public RefreshToken IssueRefreshToken(byte[] tokenHash, DateTimeOffset now)
    {
        LastUsedAt = now;
        return new(Id, tokenHash, Min(now + IdleLifetime, ExpiresAt));
    }

    private static DateTimeOffset Min(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}

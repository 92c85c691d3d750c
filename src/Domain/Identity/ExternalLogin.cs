namespace ESchool.Domain.Identity;

/// <summary>An account at an OpenID provider that opens sessions of a user. Known by issuer and subject, never by an address.</summary>
public sealed class ExternalLogin
{
    private ExternalLogin() { }

    /// <summary>Links an account.</summary>
    /// <param name="issuer">The provider's issuer identifier.</param>
    /// <param name="subject">The account there.</param>
    /// <param name="userId">The user here.</param>
    /// <param name="now">The present time.</param>
    public ExternalLogin(string issuer, string subject, Guid userId, DateTimeOffset now)
    {
        Issuer = issuer;
        Subject = subject;
        UserId = userId;
        LinkedAt = now;
    }

    /// <summary>The provider's issuer identifier (<c>iss</c>).</summary>
    public string Issuer { get; private set; } = "";

    /// <summary>The account there (<c>sub</c>).</summary>
    public string Subject { get; private set; } = "";

    /// <summary>The user here.</summary>
    public Guid UserId { get; private set; }

    /// <summary>When they were linked.</summary>
    public DateTimeOffset LinkedAt { get; private set; }
}

/// <summary>A sign-in with Google that was begun and not ended. It can be ended once, by the browser that began it.</summary>
public sealed class GoogleSignInFlow
{
    /// <summary>How long it can be ended.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private GoogleSignInFlow() { }

    /// <summary>Begins one.</summary>
    /// <param name="stateHash">SHA-256 of the <c>state</c> parameter.</param>
    /// <param name="flowTokenHash">SHA-256 of the token the browser keeps.</param>
    /// <param name="nonce">The <c>nonce</c> the ID token must carry.</param>
    /// <param name="sealedCodeVerifier">The PKCE code verifier, encrypted.</param>
    /// <param name="redirectUri">Where Google sends the browser back to.</param>
    /// <param name="now">The present time.</param>
    public GoogleSignInFlow(byte[] stateHash, byte[] flowTokenHash, string nonce, byte[] sealedCodeVerifier, string redirectUri, DateTimeOffset now)
    {
        StateHash = stateHash;
        FlowTokenHash = flowTokenHash;
        Nonce = nonce;
        SealedCodeVerifier = sealedCodeVerifier;
        RedirectUri = redirectUri;
        ExpiresAt = now + Lifetime;
    }

    /// <summary>SHA-256 of the <c>state</c> parameter.</summary>
    public byte[] StateHash { get; private set; } = [];

    /// <summary>SHA-256 of the token the browser keeps.</summary>
    public byte[] FlowTokenHash { get; private set; } = [];

    /// <summary>The <c>nonce</c> the ID token must carry.</summary>
    public string Nonce { get; private set; } = "";

    /// <summary>The PKCE code verifier, encrypted.</summary>
    public byte[] SealedCodeVerifier { get; private set; } = [];

    /// <summary>Where Google sends the browser back to.</summary>
    public string RedirectUri { get; private set; } = "";

    /// <summary>When it is too late to end it.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }
}

/// <summary>An ID token that opened a session: it opens no other.</summary>
public sealed class UsedIdToken
{
    private UsedIdToken() { }

    /// <summary>Records a use.</summary>
    /// <param name="tokenHash">SHA-256 of the token.</param>
    /// <param name="expiresAt">When the token stops working anyway, clock skew included.</param>
    public UsedIdToken(byte[] tokenHash, DateTimeOffset expiresAt)
    {
        TokenHash = tokenHash;
        ExpiresAt = expiresAt;
    }

    /// <summary>SHA-256 of the token.</summary>
    public byte[] TokenHash { get; private set; } = [];

    /// <summary>When the token stops working anyway.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }
}

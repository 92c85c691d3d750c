using System.ComponentModel.DataAnnotations;

namespace ESchool.Application.Identity;

/// <summary>Settings of accounts and sessions.</summary>
public sealed class IdentityOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Identity";

    /// <summary>A PEM file with the ECDSA P-256 private key that signs access tokens; the same on every replica.</summary>
    [Required]
    public string SigningKeyPath { get; set; } = "";

    /// <summary>PEM files of further keys whose tokens are accepted and which are published: the next key, or the one before.</summary>
    public IList<string> AcceptedKeyPaths { get; } = [];

    /// <summary>The tokens' issuer (<c>iss</c>).</summary>
    [Required]
    public string Issuer { get; set; } = "https://eschool.test";

    /// <summary>The tokens' audience (<c>aud</c>).</summary>
    [Required]
    public string Audience { get; set; } = "eschool-api";

    /// <summary>How long an access token works.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a proof of identity is fresh enough for what asks for a step-up.</summary>
    public TimeSpan StepUpLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether administrators and support staff must have signed in with a second factor.</summary>
    public bool AdminsNeedSecondFactor { get; set; } = true;

    /// <summary>So many failed sign-ins from one network address, within an hour, are free of delay; a classroom shares one.</summary>
    [Range(1, 1_000_000)]
    public int FreeFailuresPerAddress { get; set; } = 100;

    /// <summary>
    /// So many failed sign-ins on one account, within an hour, from all devices that are not known, are free of delay; then its owner is told.
    /// </summary>
    [Range(1, 1_000_000)]
    public int FreeFailuresPerAccount { get; set; } = 20;

    /// <summary>How long a device that signed in stays known when it does not sign in or refresh again.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "400.00:00:00")]
    public TimeSpan KnownDeviceLifetime { get; set; } = TimeSpan.FromDays(180);

    /// <summary>
    /// So long after its exchange, a refresh token gets the same answer again (two tabs, a lost answer); later it is a reuse, which ends the session.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RefreshRepeatWindow { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>True when the mail server takes addresses beyond ASCII before the @ (SMTPUTF8, RFC 6531).</summary>
    public bool AllowUtf8Addresses { get; set; }

    /// <summary>So many mails that strangers can ask for reach one address within an hour: about its account, and again so many of what others write.</summary>
    [Range(1, 1_000)]
    public int MailsPerRecipient { get; set; } = 5;
}

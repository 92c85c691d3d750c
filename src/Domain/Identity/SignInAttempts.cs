namespace ESchool.Domain.Identity;

/// <summary>How failed sign-ins for one address slow the next ones down. Counted for unknown addresses too, so that the answer tells nothing.</summary>
public sealed class SignInAttempts
{
    /// <summary>So many failures in a row are free of delay.</summary>
    public const int FreeFailures = 5;

    private SignInAttempts()
    {
    }

    /// <summary>SHA-256 of the normalized address.</summary>
    public byte[] AddressHash { get; private set; } = [];

    /// <summary>Failures since the last success.</summary>
    public int Failures { get; private set; }

    /// <summary>No attempt is evaluated before this time.</summary>
    public DateTimeOffset BlockedUntil { get; private set; }
}

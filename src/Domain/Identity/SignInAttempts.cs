namespace ESchool.Domain.Identity;

/// <summary>
/// How failed attempts slow the next ones down: for one account, known or not, for one network address, for one second factor.
/// </summary>
public sealed class SignInAttempts
{
    /// <summary>So many failures in a row are free of delay for an account or a second factor.</summary>
    public const int FreeFailures = 5;

    private SignInAttempts()
    {
    }

    /// <summary>SHA-256 of what is counted, such as <c>account:ada@example.org</c>.</summary>
    public byte[] SubjectHash { get; private set; } = [];

    /// <summary>Failures since the last success.</summary>
    public int Failures { get; private set; }

    /// <summary>No attempt is evaluated before this time; the time of the last attempt while there is no delay.</summary>
    public DateTimeOffset BlockedUntil { get; private set; }
}

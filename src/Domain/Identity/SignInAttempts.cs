namespace ESchool.Domain.Identity;

/// <summary>
/// How failed attempts slow the next ones down: for one device, one session, one account as seen from one network, one network, one account, one second factor.
/// </summary>
public sealed class SignInAttempts
{
    /// <summary>So many failures in a row are free of delay for an account or a second factor.</summary>
    public const int FreeFailures = 5;

    private SignInAttempts()
    {
    }

    /// <summary>A keyed hash of what is counted, such as <c>account:ada@example.org</c>.</summary>
    public byte[] SubjectHash { get; private set; } = [];

    /// <summary>The first attempt of those that are remembered.</summary>
    public DateTimeOffset FirstAt { get; private set; }

    /// <summary>Failures since the last success.</summary>
    public int Failures { get; private set; }

    /// <summary>No attempt is evaluated before this time; the time of the last attempt while there is no delay.</summary>
    public DateTimeOffset BlockedUntil { get; private set; }

    /// <summary>True right after an attempt that is the only one remembered. The database keeps microseconds.</summary>
    /// <param name="attemptedAt">When it was made.</param>
    public bool IsFirst(DateTimeOffset attemptedAt) => Failures == 1 && FirstAt >= attemptedAt - TimeSpan.FromMicroseconds(1);
}

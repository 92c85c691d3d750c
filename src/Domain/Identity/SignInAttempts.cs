namespace ESchool.Domain.Identity;

/// <summary>
/// How failed attempts delay the next ones: for one device, one session, one account as seen from one network, one network, one account, one second factor.
/// </summary>
public sealed class SignInAttempts
{
    /// <summary>The number of failures in a row without a delay, for an account or a second factor.</summary>
    public const int FreeFailures = 5;

    private SignInAttempts() { }

    /// <summary>A keyed hash of what is counted, such as <c>account:ada@example.org</c>.</summary>
    public byte[] SubjectHash { get; private set; } = [];

    /// <summary>When the first of the stored attempts was made.</summary>
    public DateTimeOffset FirstAt { get; private set; }

    /// <summary>Failures since the last success.</summary>
    public int Failures { get; private set; }

    /// <summary>No attempt is evaluated before this time; the time of the last attempt while there is no delay.</summary>
    public DateTimeOffset BlockedUntil { get; private set; }

    /// <summary>True right after an attempt that is the only one stored. The database stores microseconds.</summary>
    /// <param name="attemptedAt">When it was made.</param>
    public bool IsFirst(DateTimeOffset attemptedAt) => Failures == 1 && FirstAt >= attemptedAt - TimeSpan.FromMicroseconds(1);
}

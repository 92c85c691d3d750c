namespace ESchool.Domain.Administration.Moderation;

/// <summary>
/// How a user reports: who reports without any ground again and again keeps the staff from what matters, and may not report for a while. Computed from the
/// reports that were found manifestly unfounded, so that a finding that is taken back counts no more.
/// </summary>
/// <param name="Unfounded">When reports of the user were found unfounded.</param>
public sealed record ReportingRecord(IReadOnlyCollection<DateTimeOffset> Unfounded)
{
    /// <summary>How many reports a user may make in 24 hours.</summary>
    public const int MostPerDay = 20;

    /// <summary>So many unfounded reports within <see cref="Memory"/> bring a warning.</summary>
    public const int WarnedAt = 3;

    /// <summary>So many keep the user from reporting for <see cref="Pause"/>.</summary>
    public const int PausedAt = 5;

    /// <summary>For how long an unfounded report counts.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(90);

    /// <summary>For how long the user may not report, from the last unfounded report on.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromDays(30);

    /// <summary>How many count at a time.</summary>
    public int CountAt(DateTimeOffset now) => Unfounded.Count(at => at > now - Memory);

    /// <summary>Until when the user may not report; null when they may.</summary>
    public DateTimeOffset? PausedUntil(DateTimeOffset now)
    {
        if (CountAt(now) < PausedAt)
        {
            return null;
        }

        var until = Unfounded.Max() + Pause;
        return until > now ? until : null;
    }

    /// <summary>Refuses a report of somebody who may not report for a while.</summary>
    /// <exception cref="DomainException"><c>REPORTING_PAUSED</c>.</exception>
    public void RequireMayReport(DateTimeOffset now)
    {
        if (PausedUntil(now) is { } until)
        {
            throw new DomainException(
                ModerationReasons.ReportingPaused,
                "Of the caller's reports, {unfounded} were found unfounded lately; reporting is possible again at {until}.",
                ("unfounded", CountAt(now)),
                ("until", until)
            );
        }
    }
}

namespace ESchool.Domain.Learning;

/// <summary>
/// How much watching the wall clock allows, counted from the opening of a playback. One clock an enrollment, so that playing two lessons at once earns no more than one.
/// A report may credit <c>elapsed × 2 + slack</c>, elapsed capped at 30 s. The slack is 3 s, and what a report uses of it comes back only
/// with time: over any stretch, credited ≤ 2 × stretch + 3 s, however the stretch is cut into reports.
/// </summary>
/// <param name="LastReportAt">When time was last counted.</param>
/// <param name="SlackMilliseconds">What is left of the slack, 0 to 3000.</param>
public readonly record struct WatchClock(DateTimeOffset LastReportAt, int SlackMilliseconds)
{
    /// <summary>The fastest playback that is credited in full.</summary>
    public const int MaximumSpeed = 2;

    /// <summary>What buffering and rounding may cost, in milliseconds.</summary>
    public const int FullSlackMilliseconds = 3_000;

    /// <summary>Time without a report counts at most this much.</summary>
    public static readonly TimeSpan MaximumElapsed = TimeSpan.FromSeconds(30);

    /// <summary>A clock that starts now.</summary>
    public static WatchClock StartedAt(DateTimeOffset now) => new(now, FullSlackMilliseconds);

    /// <summary>Takes as much of the wanted seconds as the clock allows.</summary>
    /// <param name="wantedSeconds">New seconds the report claims.</param>
    /// <param name="now">The present time; earlier than the last report counts as no time.</param>
    /// <returns>The seconds that are granted, and the clock after.</returns>
    public (int GrantedSeconds, WatchClock Clock) Take(int wantedSeconds, DateTimeOffset now)
    {
        var elapsed = now - LastReportAt;
        elapsed = elapsed < TimeSpan.Zero ? TimeSpan.Zero : elapsed > MaximumElapsed ? MaximumElapsed : elapsed;
        var budget = ((long)elapsed.TotalMilliseconds * MaximumSpeed) + SlackMilliseconds;
        var granted = (int)Math.Min(wantedSeconds, budget / 1000);
        var slack = (int)Math.Min(FullSlackMilliseconds, budget - (granted * 1000L));
        return (granted, new WatchClock(now > LastReportAt ? now : LastReportAt, slack));
    }
}

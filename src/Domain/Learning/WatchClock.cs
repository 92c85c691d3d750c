namespace ESchool.Domain.Learning;

/// <summary>
/// How much watching the wall clock allows. One clock per enrollment, so that playing two lessons at once earns no more than one. While a playback is open,
/// every second that passes adds <see cref="MaximumSpeed"/> seconds to the budget; a report takes what it credits out of it, and the rest is kept for the
/// reports that follow. So the same playing earns the same however it is cut into reports, and credited ≤ open time × 2 + 3 s. The budget holds at most <see
/// cref="LongestInterval"/> of playing: a page that was left open for a day proves no day of watching.
/// </summary>
/// <param name="CountedAt">Up to when time was counted.</param>
/// <param name="BudgetMilliseconds">What may still be credited, 0 to <see cref="FullBudgetMilliseconds"/>.</param>
/// <param name="OpenUntil">When the last playback that was opened ends; time after that is not counted.</param>
public readonly record struct WatchClock(DateTimeOffset CountedAt, int BudgetMilliseconds, DateTimeOffset OpenUntil)
{
    /// <summary>The fastest playback that is credited in full.</summary>
    public const int MaximumSpeed = 2;

    /// <summary>The allowance for buffering and rounding, in milliseconds; a clock begins with it.</summary>
    public const int SlackMilliseconds = 3_000;

    /// <summary>A player that reports at least this often is credited in full, at any speed up to <see cref="MaximumSpeed"/>.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(10);

    /// <summary>The maximum that is saved for later reports, in milliseconds.</summary>
    public static readonly int FullBudgetMilliseconds = ((int)LongestInterval.TotalMilliseconds * MaximumSpeed) + SlackMilliseconds;

    /// <summary>The clock of an enrollment in which nothing was opened yet.</summary>
    public static WatchClock Stopped(DateTimeOffset now) => new(now, SlackMilliseconds, now);

    /// <summary>A playback is opened. Time in which none was open is not counted; what an open one has not reported yet is not lost.</summary>
    /// <param name="now">The present time.</param>
    /// <param name="until">When the playback ends.</param>
    public WatchClock Open(DateTimeOffset now, DateTimeOffset until) => Count(now) with { OpenUntil = until > OpenUntil ? until : OpenUntil };

    /// <summary>Takes as much of the wanted seconds as the budget allows.</summary>
    /// <param name="wantedSeconds">New seconds the report claims.</param>
    /// <param name="now">The present time; earlier than the last report counts as no time.</param>
    /// <returns>The seconds that are granted, and the clock after.</returns>
    public (int GrantedSeconds, WatchClock Clock) Take(int wantedSeconds, DateTimeOffset now)
    {
        var counted = Count(now);
        var granted = Math.Min(wantedSeconds, counted.BudgetMilliseconds / 1000);
        return (granted, counted with { BudgetMilliseconds = counted.BudgetMilliseconds - (granted * 1000) });
    }

    private WatchClock Count(DateTimeOffset now)
    {
        if (now <= CountedAt)
        {
            return this;
        }

        var open = (now < OpenUntil ? now : OpenUntil) - CountedAt;
        var earned = open > TimeSpan.Zero ? (long)open.TotalMilliseconds * MaximumSpeed : 0;
        return this with { CountedAt = now, BudgetMilliseconds = (int)Math.Min(FullBudgetMilliseconds, BudgetMilliseconds + earned) };
    }
}

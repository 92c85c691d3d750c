namespace ESchool.Application.Payments.Sales;

/// <summary>
/// The days of a report as they are in a place: a day begins at midnight there, or, where the clocks are put forward over midnight, at the first moment after.
/// So every moment is in one day, and a day may have 23 or 25 hours.
/// </summary>
public sealed class ReportPeriod
{
    /// <summary>A report has at most so many days: a leap year.</summary>
    public const int MaximumDays = 366;

    /// <param name="firstDay">The first day.</param>
    /// <param name="lastDay">The last day, which belongs to it; not before the first.</param>
    /// <param name="zone">The place's time zone.</param>
    public ReportPeriod(DateOnly firstDay, DateOnly lastDay, TimeZoneInfo zone)
    {
        Days = [.. Enumerable.Range(0, lastDay.DayNumber - firstDay.DayNumber + 1).Select(firstDay.AddDays)];
        Starts = [.. Days.Select(day => StartOf(day, zone))];
        To = StartOf(lastDay.AddDays(1), zone);
    }

    /// <summary>The days.</summary>
    public IReadOnlyList<DateOnly> Days { get; }

    /// <summary>The first moment of each day.</summary>
    public IReadOnlyList<DateTimeOffset> Starts { get; }

    /// <summary>The first moment that belongs to it.</summary>
    public DateTimeOffset From => Starts[0];

    /// <summary>The first moment after it.</summary>
    public DateTimeOffset To { get; }

    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var time = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(time))
        {
            time = time.AddMinutes(1);
        }

        // A midnight that there is twice: the day begins with the first.
        var offset = zone.IsAmbiguousTime(time) ? zone.GetAmbiguousTimeOffsets(time).Max() : zone.GetUtcOffset(time);
        return new DateTimeOffset(time, offset).ToUniversalTime();
    }
}

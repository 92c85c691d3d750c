namespace ESchool.Application.Days;

/// <summary>A day of a time zone, as a range of time; 23 to 25 hours where the clocks change.</summary>
/// <param name="Day">The day.</param>
/// <param name="From">Its first moment, in UTC.</param>
/// <param name="Until">The first moment of the next day, in UTC.</param>
public sealed record ZoneDay(DateOnly Day, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>The least id of a row that is made on the day; ids tell the time by the millisecond, and days begin on whole ones.</summary>
    public Guid FirstId => RowIds.FirstAt(From);

    /// <summary>The least id of a row that is made after the day.</summary>
    public Guid EndId => RowIds.FirstAt(Until);

    /// <summary>The days from one to another, in their order; each ends where the next begins.</summary>
    public static IReadOnlyList<ZoneDay> Between(DateOnly first, DateOnly last, TimeZoneInfo zone) =>
        [
            .. Enumerable
                .Range(0, last.DayNumber - first.DayNumber + 1)
                .Select(first.AddDays)
                .Select(day => new ZoneDay(day, StartOf(day, zone), StartOf(day.AddDays(1), zone))),
        ];

    /// <summary>The last days of a zone, today the last.</summary>
    public static IReadOnlyList<ZoneDay> Last(int count, TimeZoneInfo zone, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        return Between(today.AddDays(1 - count), today, zone);
    }

    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        // Where the clocks are put forward at midnight, the day begins after the gap; where they are put back, with the first of the two midnights.
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }
}

namespace ESchool.Domain.Ledger;

/// <summary>
/// The days of a statement, in UTC: from the first moment of one day to the first moment after another. So one statement ends exactly where the next begins.
/// </summary>
/// <param name="FirstDay">The first day.</param>
/// <param name="LastDay">The last day; not before the first.</param>
public readonly record struct StatementPeriod(DateOnly FirstDay, DateOnly LastDay)
{
    /// <summary>The first moment that belongs to it.</summary>
    public DateTimeOffset From => Begin(FirstDay);

    /// <summary>The first moment after it.</summary>
    public DateTimeOffset To => Begin(LastDay.AddDays(1));

    /// <summary>A calendar month.</summary>
    /// <param name="year">The year.</param>
    /// <param name="month">1 to 12.</param>
    public static StatementPeriod Month(int year, int month) => new(new DateOnly(year, month, 1), new DateOnly(year, month, DateTime.DaysInMonth(year, month)));

    private static DateTimeOffset Begin(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}

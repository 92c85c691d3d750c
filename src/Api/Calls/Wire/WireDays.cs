using ESchool.Application.Days;
using ESchool.Domain;
using FluentValidation;
using Date = Google.Type.Date;

namespace ESchool.Api.Calls.Wire;

/// <summary>Days in the contract, and where they are.</summary>
internal static class WireDays
{
    private const int FirstYear = 2000;

    public static DateOnly ToDay(this Date date) => new(date.Year, date.Month, date.Day);

    public static Date ToWire(this DateOnly day) =>
        new()
        {
            Year = day.Year,
            Month = day.Month,
            Day = day.Day,
        };

    /// <summary>Whether it is a whole day of the calendar; a year alone, or a month, is none.</summary>
    public static bool IsDay(this Date? date) => date is not null && Exists(date.Year, date.Month, date.Day);

    /// <summary>Whether it is a month: the day is 0.</summary>
    public static bool IsMonth(this Date date) => date.Day == 0 && Exists(date.Year, date.Month, 1);

    public static IRuleBuilderOptions<T, Date> MustBeDay<T>(this IRuleBuilder<T, Date> rule) =>
        rule.Must(date => date.IsDay()).WithFault(FieldFault.OutOfRange).WithMessage($"must be a day from {FirstYear} on.");

    /// <summary>A name of the IANA database; Windows' own names are not.</summary>
    public static IRuleBuilderOptions<T, string> MustBeTimeZone<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(zone => zone.Length <= 64 && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId)
            .WithFault(FieldFaults.OfForm)
            .WithMessage("must be an IANA time zone, such as Europe/Berlin.");

    /// <summary>The last day of a period: the first one, or so many days later that there are not too many.</summary>
    public static IRuleBuilderOptions<T, Date> MustEnd<T>(this IRuleBuilder<T, Date> rule, Func<T, Date> first, int maximumDays) =>
        rule.Must(
                (request, last) =>
                    !first(request).IsDay()
                    || !last.IsDay()
                    || (last.ToDay().DayNumber - first(request).ToDay().DayNumber) is var days && days >= 0 && days < maximumDays
            )
            .WithFault(FieldFault.OutOfRange)
            .WithMessage($"must be the first day or up to {maximumDays - 1} days after it.");

    /// <summary>The days of a period, whose form was checked; an empty time zone is UTC.</summary>
    public static IReadOnlyList<ZoneDay> Between(Date first, Date last, string timeZone) =>
        ZoneDay.Between(first.ToDay(), last.ToDay(), timeZone.Length == 0 ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(timeZone));

    private static bool Exists(int year, int month, int day) =>
        year is >= FirstYear and < 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
}

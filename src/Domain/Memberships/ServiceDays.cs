namespace ESchool.Domain.Memberships;

/// <summary>Days in UTC of which a month of a membership is made.</summary>
/// <param name="First">The first.</param>
/// <param name="End">The day after the last.</param>
public readonly record struct ServiceDays(DateOnly First, DateOnly End)
{
    /// <summary>
    /// Divides a stretch of days into months, counted from its first day; the last one may be shorter, and there is at least one, of at least a day.
    /// </summary>
    public static IReadOnlyList<ServiceDays> Months(DateOnly first, DateOnly end)
    {
        var months = new List<ServiceDays>();
        for (var start = first; months.Count == 0 || start < end; )
        {
            // From the first day and not from the month before: the 31st stays the last day of every month.
            var next = first.AddMonths(months.Count + 1);
            next =
                next < end ? next
                : end > start ? end
                : start.AddDays(1);
            months.Add(new ServiceDays(start, next));
            start = next;
        }

        return months;
    }
}

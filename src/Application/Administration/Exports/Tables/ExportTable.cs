using ESchool.Domain.Administration.Exports;

namespace ESchool.Application.Administration.Exports.Tables;

/// <summary>
/// What an export of a subject is made of. Rows are read along their keys, which are UUIDs of version 7: they grow with the time a row was made, so that a
/// period, and what was there when an export was asked for, are stretches of keys.
/// </summary>
/// <param name="Title">What a sheet is called.</param>
/// <param name="Key">The key.</param>
/// <param name="From">The tables.</param>
/// <param name="Columns">The columns, in their order.</param>
internal sealed record ExportTable(string Title, string Key, string From, IReadOnlyList<ExportColumn> Columns)
{
    /// <summary>What is true for the rows that are meant at all.</summary>
    public string Where { get; init; } = "true";

    /// <summary>What is true for the rows of the user <c>{0}</c>; null when the subject can't be limited so.</summary>
    public string? OfUser { get; init; }

    /// <summary>The same of the course <c>{0}</c>.</summary>
    public string? OfCourse { get; init; }

    /// <summary>The same of the role <c>{0}</c>.</summary>
    public string? OfRole { get; init; }

    /// <summary>The same of the state of an order <c>{0}</c>.</summary>
    public string? OfOrderState { get; init; }

    /// <summary>The same of the action that <c>{0}</c> is a pattern of.</summary>
    public string? OfAction { get; init; }

    /// <summary>The table of a subject.</summary>
    public static ExportTable Of(ExportSubject subject) =>
        subject switch
        {
            ExportSubject.Users => PeopleTables.Users,
            ExportSubject.Orders => MoneyTables.Orders,
            ExportSubject.Sales => MoneyTables.Sales,
            ExportSubject.Enrollments => PeopleTables.Enrollments,
            ExportSubject.AuditEvents => PeopleTables.AuditEvents,
            _ => throw new ArgumentOutOfRangeException(nameof(subject), subject, "It has no table."),
        };

    /// <summary>What of a filter limits the rows: the condition, null when the subject can't be limited so, and its value.</summary>
    public IEnumerable<(string Field, string? Condition, object Value)> Limits(ExportFilter filter)
    {
        if (filter.UserId is { } user)
        {
            yield return ("user", OfUser, user);
        }

        if (filter.CourseId is { } course)
        {
            yield return ("course", OfCourse, course);
        }

        if (filter.Role is { } role)
        {
            yield return ("role", OfRole, (int)role);
        }

        if (filter.OrderState is { } state)
        {
            yield return ("order_state", OfOrderState, (int)state);
        }

        if (filter.Action is { } action)
        {
            yield return ("action", OfAction, PatternOf(action));
        }
    }

    private static string PatternOf(string action) =>
        action.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal)
        + (action.EndsWith('.') ? "%" : "");
}

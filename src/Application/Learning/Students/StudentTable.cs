using ESchool.Application.Typesetting.Tables;

namespace ESchool.Application.Learning.Students;

/// <summary>Students as a table: one declaration for every format. No e-mail address is in it.</summary>
internal static class StudentTable
{
    /// <summary>What sheets are called.</summary>
    public const string Title = "Students";

    /// <summary>How CSV writes times: ISO 8601 in UTC, to the second.</summary>
    public const string CsvTimes = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>The columns.</summary>
    public static readonly IReadOnlyList<TableColumn> Columns =
    [
        new("name", ColumnKind.Text),
        new("user", ColumnKind.Text),
        new("enrolled", ColumnKind.Time),
        new("access", ColumnKind.Text),
        new("origin", ColumnKind.Text),
        new("progress_percent", ColumnKind.Decimal),
        new("completed_lessons", ColumnKind.Whole),
        new("required_lessons", ColumnKind.Whole),
        new("last_seen", ColumnKind.Time),
        new("completed", ColumnKind.Time),
        new("certificate", ColumnKind.Time),
    ];

    /// <summary>A student's row.</summary>
    public static TableCell[] RowOf(StudentRow row) =>
        [
            TableCell.Of(row.DisplayName),
            TableCell.Of($"users/{row.StudentId}"),
            Time(row.EnrolledAt),
            TableCell.Of(row.State.ToString().ToLowerInvariant()),
            TableCell.Of(row.Origin.ToString().ToLowerInvariant()),
            TableCell.Of(new decimal(row.ProgressBasisPoints, 0, 0, isNegative: false, scale: 2)),
            TableCell.Of((decimal)row.CompletedLessons),
            TableCell.Of((decimal)row.RequiredLessons),
            row.StartedAt is null ? default : Time(row.LastSeenAt),
            Time(row.CompletedAt),
            Time(row.CertifiedAt),
        ];

    private static TableCell Time(DateTimeOffset? time) => time is { } at ? TableCell.Of(at.UtcDateTime) : default;
}

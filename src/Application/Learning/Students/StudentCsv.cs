using System.Globalization;
using ESchool.Application.Typesetting;

namespace ESchool.Application.Learning.Students;

/// <summary>
/// Students as CSV (RFC 4180). Spreadsheets take a file for UTF-8 only with a byte order mark, and names are in any script. Times are ISO 8601 in UTC.
/// </summary>
internal static class StudentCsv
{
    /// <summary>What the file begins with.</summary>
    public const string Beginning =
        "\uFEFFname,user,enrolled,access,origin,progress_percent,completed_lessons,required_lessons,last_seen,completed,certificate\r\n";

    /// <summary>A student's row.</summary>
    public static string RowOf(StudentRow row) =>
        CsvText.Row(
            CsvText.Harmless(row.DisplayName),
            $"users/{row.StudentId}",
            Time(row.EnrolledAt),
            row.State.ToString().ToLowerInvariant(),
            row.Origin.ToString().ToLowerInvariant(),
            (row.ProgressBasisPoints / 100m).ToString("0.00", CultureInfo.InvariantCulture),
            row.CompletedLessons.ToString(CultureInfo.InvariantCulture),
            row.RequiredLessons.ToString(CultureInfo.InvariantCulture),
            row.StartedAt is null ? "" : Time(row.LastSeenAt),
            Time(row.CompletedAt),
            Time(row.CertifiedAt)
        );

    private static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}

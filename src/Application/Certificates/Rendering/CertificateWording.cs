using System.Globalization;
using ESchool.Domain.Certificates;

namespace ESchool.Application.Certificates.Rendering;

/// <summary>The school's own words on a certificate, in English whatever the machine speaks.</summary>
internal static class CertificateWording
{
    public const string School = "E-School";
    public const string Title = "Certificate of Completion";
    public const string Opening = "This is to certify that";
    public const string Statement = "has completed the course";
    public const string Instructor = "INSTRUCTOR";
    public const string CompletionDate = "DATE OF COMPLETION";
    public const string Note = "This certificate is valid only if the record shown at this address carries the same serial, name, course and date.";

    public static string Scope(CertificateFacts facts)
    {
        var version = $"Curriculum version {facts.CurriculumVersion}";
        return facts.VideoMinutes > 0 ? $"{version}  ·  {Duration(facts.VideoMinutes)} of video" : version;
    }

    /// <summary>With its zone: a day begins earlier or later where the learner is.</summary>
    public static string Date(CertificateFacts facts) => $"{facts.CompletedAt.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)} (UTC)";

    public static string Serial(string serial) => $"Serial {serial}";

    public static string Verification(string url) => $"Verify at {url}";

    private static string Duration(int minutes)
    {
        var (hours, rest) = (minutes / 60, minutes % 60);
        return (hours, rest) switch
        {
            (0, _) => Count(rest, "minute"),
            (_, 0) => Count(hours, "hour"),
            _ => $"{Count(hours, "hour")} {Count(rest, "minute")}",
        };
    }

    private static string Count(int number, string unit) => number == 1 ? $"1 {unit}" : string.Create(CultureInfo.InvariantCulture, $"{number} {unit}s");
}

using System.ComponentModel.DataAnnotations;
using ESchool.Domain.Instructors;

namespace ESchool.Application.Instructors;

/// <summary>Settings of how people become instructors.</summary>
public sealed class InstructorOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Instructors";

    /// <summary>Whether an application needs its documents.</summary>
    public bool RequireDocuments { get; set; } = true;

    /// <summary>The largest teaching sample, in bytes.</summary>
    [Range(1024, 5L * 1024 * 1024 * 1024)]
    public long MaximumSampleBytes { get; set; } = 200 * 1024 * 1024;

    /// <summary>The largest identity document, in bytes.</summary>
    [Range(1024, 5L * 1024 * 1024 * 1024)]
    public long MaximumIdentityDocumentBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>How long documents are kept after the decision.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan DocumentRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long documents are kept of an application that its applicant does not go on with.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan AbandonedAfter { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long after a refusal another application may be begun.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan ReapplyAfter { get; set; } = TimeSpan.FromDays(14);

    internal long MaximumBytesOf(DocumentKind kind) => kind == DocumentKind.IdentityDocument ? MaximumIdentityDocumentBytes : MaximumSampleBytes;
}

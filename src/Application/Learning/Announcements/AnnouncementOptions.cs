using System.ComponentModel.DataAnnotations;

namespace ESchool.Application.Learning.Announcements;

/// <summary>Settings of announcements.</summary>
public sealed class AnnouncementOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Announcements";

    /// <summary>How many announcements the students of a course may get within 24 hours.</summary>
    [Range(1, 1_000)]
    public int PerCourseAndDay { get; set; } = 2;
}

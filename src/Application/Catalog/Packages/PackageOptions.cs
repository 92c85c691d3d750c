using System.ComponentModel.DataAnnotations;

namespace ESchool.Application.Catalog.Packages;

/// <summary>Settings of courses as files.</summary>
public sealed class PackageOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Packages";

    /// <summary>The largest package that is taken, in bytes.</summary>
    [Range(1, 1024L * 1024 * 1024 * 1024)]
    public long MaximumUploadBytes { get; set; } = 50L * 1024 * 1024 * 1024;

    /// <summary>The most that a package may hold when it is unpacked, in bytes.</summary>
    [Range(1, 4L * 1024 * 1024 * 1024 * 1024)]
    public long MaximumUnpackedBytes { get; set; } = 100L * 1024 * 1024 * 1024;

    /// <summary>The most entries that a package may have.</summary>
    [Range(1, 1_000_000)]
    public int MaximumEntries { get; set; } = 20_000;

    /// <summary>How long reading the structure and the texts of a package may take.</summary>
    public TimeSpan MaximumReadTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many imports of one instructor may wait or run.</summary>
    [Range(1, 1_000)]
    public int MaximumOpenImports { get; set; } = 3;
}

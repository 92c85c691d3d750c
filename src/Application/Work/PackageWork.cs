namespace ESchool.Application.Work;

/// <summary>Writes a course into one file.</summary>
/// <param name="ExportId">The export.</param>
public sealed record CourseExportWork(Guid ExportId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "catalog.export_course";

    /// <inheritdoc/>
    public static string Queue => Queues.Packages;

    /// <inheritdoc/>
    public static IReadOnlyList<int>? RetryDelays => [10, 60, 300];

    /// <inheritdoc/>
    public static bool WaitsForDependencies => true;
}

/// <summary>Makes a draft of an uploaded package. A package that is refused is settled at the first try.</summary>
/// <param name="ImportId">The import.</param>
public sealed record CourseImportWork(Guid ImportId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "catalog.import_course";

    /// <inheritdoc/>
    public static string Queue => Queues.Packages;

    /// <inheritdoc/>
    public static IReadOnlyList<int>? RetryDelays => [10, 60, 300];

    /// <inheritdoc/>
    public static bool WaitsForDependencies => true;
}

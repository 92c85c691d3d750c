namespace ESchool.Application.Work;

/// <summary>Writes a table that an administrator takes out into a file.</summary>
/// <param name="ExportId">The export.</param>
public sealed record TableExportWork(Guid ExportId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "administration.export";

    /// <inheritdoc/>
    public static string Queue => Queues.Packages;

    /// <inheritdoc/>
    public static IReadOnlyList<int>? RetryDelays => [10, 60, 300];

    /// <inheritdoc/>
    public static bool WaitsForDependencies => true;
}

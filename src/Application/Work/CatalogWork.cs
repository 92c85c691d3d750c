namespace ESchool.Application.Work;

/// <summary>Makes the pictures of a cover. A picture that is refused is settled at the first try.</summary>
/// <param name="CoverId">The cover.</param>
public sealed record CoverWork(Guid CoverId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "catalog.cover";

    /// <inheritdoc/>
    public static IReadOnlyList<int>? RetryDelays => [5, 30, 120];

    /// <inheritdoc/>
    public static bool WaitsForDependencies => true;
}

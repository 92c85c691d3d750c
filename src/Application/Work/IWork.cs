namespace ESchool.Application.Work;

/// <summary>
/// A request for work that happens later, saved with its cause. Ids only: operators see it. Each has one <see cref="IHandle{TWork}"/>; how it is tried is
/// declared beside its kind.
/// </summary>
public interface IWork
{
    /// <summary>The stable name. It is stored, so it is never changed and never reused.</summary>
    static abstract string Kind { get; }

    /// <summary>One of <see cref="Queues"/>.</summary>
    static virtual string Queue => Queues.Default;

    /// <summary>After how many seconds each further try comes; null for ten tries with growing pauses.</summary>
    static virtual IReadOnlyList<int>? RetryDelays => null;

    /// <summary>True for work that waits, and uses up no try, while a dependency does not answer.</summary>
    static virtual bool WaitsForDependencies => false;
}

namespace ESchool.Application.Work;

/// <summary>
/// A request for work that happens later, saved with its cause. Ids only: operators see it. Each has one <see cref="IHandle{TWork}"/>; how it is tried is declared beside its kind.
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

/// <summary>Does a kind of work. It may be done twice, also at once: at-least-once is all that a queue promises.</summary>
/// <typeparam name="TWork">The kind.</typeparam>
public interface IHandle<in TWork>
    where TWork : IWork
{
    /// <summary>Does it.</summary>
    Task HandleAsync(TWork work, CancellationToken cancellationToken);
}

/// <summary>What is to be done when work has failed for the last time.</summary>
/// <typeparam name="TWork">The kind.</typeparam>
public interface IGiveUp<in TWork>
    where TWork : IWork
{
    /// <summary>Does it.</summary>
    Task GiveUpAsync(TWork work, Exception fault, CancellationToken cancellationToken);
}

/// <summary>The queues; each has a server of its own, because the queues of one server drain in alphabetical order.</summary>
public static class Queues
{
    /// <summary>Everything else.</summary>
    public const string Default = "default";

    /// <summary>E-mails.</summary>
    public const string Mail = "mail";

    /// <summary>Transcodes.</summary>
    public const string Media = "media";

    /// <summary>Money that leaves.</summary>
    public const string Payouts = "payouts";
}

/// <summary>The work can't be done yet, and that is no failure: it is tried again later, and uses up no try.</summary>
/// <param name="message">Why.</param>
/// <param name="pause">How long to wait.</param>
public class NotYetException(string message, TimeSpan pause) : Exception(message)
{
    /// <summary>How long to wait.</summary>
    public TimeSpan Pause { get; } = pause;
}

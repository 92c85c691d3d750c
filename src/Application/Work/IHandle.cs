namespace ESchool.Application.Work;

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

using System.Reflection;

namespace ESchool.Application.Work;

/// <summary>What is declared of a kind of work.</summary>
/// <param name="Type">Its payload, an <see cref="IWork"/>.</param>
/// <param name="Kind">The stable name.</param>
/// <param name="Queue">One of <see cref="Queues"/>.</param>
/// <param name="RetryDelays">After how many seconds each further try comes; null for ten tries with growing pauses.</param>
/// <param name="WaitsForDependencies">True for work that waits while a dependency does not answer.</param>
public sealed record WorkType(Type Type, string Kind, string Queue, IReadOnlyList<int>? RetryDelays, bool WaitsForDependencies)
{
    /// <summary>Every kind there is.</summary>
    public static IReadOnlyList<WorkType> All { get; } =
    [
        .. typeof(WorkType)
            .Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IWork)))
            .Select(type =>
                (WorkType)
                    typeof(WorkType).GetMethod(nameof(Declared), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, null)!
            ),
    ];

    private static WorkType Declared<TWork>()
        where TWork : IWork => new(typeof(TWork), TWork.Kind, TWork.Queue, TWork.RetryDelays, TWork.WaitsForDependencies);
}

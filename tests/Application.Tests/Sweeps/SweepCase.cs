using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;

namespace ESchool.Application.Tests.Sweeps;

/// <summary>A sweep, and how something comes to be due for it.</summary>
internal sealed record SweepCase(Type UseCase, Func<TestSchool, StripeEmulator, Task<DueRows>> ArrangeAsync, Func<TestSchool, DueRows, Task> SweepAsync)
{
    public static SweepCase Of<TUseCase>(Func<TestSchool, StripeEmulator, Task<DueRows>> arrange, Func<TUseCase, DueRows, CancellationToken, Task> sweep)
        where TUseCase : notnull =>
        new(typeof(TUseCase), arrange, (school, due) => school.DoAsync<TUseCase>(useCase => sweep(useCase, due, CancellationToken.None)));
}

/// <summary>Two rows that are due, by their ids, the one first that the sweep takes first.</summary>
internal sealed record DueRows(string First, string Second, Func<string, Task<bool>> IsDoneAsync)
{
    /// <summary>The course whose pages are to be closed; the other sweeps are told nothing.</summary>
    public Guid CourseId { get; init; }

    public static DueRows Of(IEnumerable<Guid> inOrder, Func<Guid, Task<bool>> isDone) =>
        inOrder.ToList() is [var first, var second]
            ? new DueRows($"{first}", $"{second}", id => isDone(Guid.Parse(id)))
            : throw new InvalidOperationException("Not two rows are due.");
}

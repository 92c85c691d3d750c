namespace ESchool.Application.Work;

/// <summary>Work on many things by the clock: what fails for one of them does not keep the others waiting.</summary>
public static class OneByOne
{
    /// <summary>Does it for each. Once all had their turn, what failed is thrown, so that the scheduler knows and tries again.</summary>
    /// <exception cref="AggregateException">It failed for one or more.</exception>
    public static async Task RunAsync<T>(IEnumerable<T> things, Func<T, Task> act, CancellationToken cancellationToken)
    {
        var faults = new List<Exception>();
        foreach (var thing in things)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await act(thing);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                faults.Add(fault);
            }
        }

        if (faults.Count > 0)
        {
            throw new AggregateException(faults);
        }
    }
}

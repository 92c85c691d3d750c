using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application;

/// <summary>Follows rows that are numbered without gaps: first what is there, then what comes, woken by hints and by its own clock.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class LiveTail(LiveHints hints)
{
    /// <summary>How long a lost hint may hide something new, and how late lost access is noticed.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Reads batches after a number, forever.</summary>
    /// <param name="topic">The topic whose hints wake the reader.</param>
    /// <param name="after">The last number the reader has.</param>
    /// <param name="read">
    /// Reads the next rows after a number; may throw to end the stream. Called at least every <see cref="Interval"/>, so that it also checks access.
    /// </param>
    /// <param name="numberOf">A row's number.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public async IAsyncEnumerable<T> FollowAsync<T>(
        string topic,
        long after,
        Func<long, CancellationToken, Task<IReadOnlyList<T>>> read,
        Func<T, long> numberOf,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var listener = hints.Listen(topic);
        while (true)
        {
            var batch = await read(after, cancellationToken);
            foreach (var row in batch)
            {
                yield return row;
                after = numberOf(row);
            }

            if (batch.Count == 0)
            {
                await listener.WaitAsync(Interval, cancellationToken);
            }
        }
    }
}

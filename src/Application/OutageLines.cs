using System.Collections.Concurrent;
using System.Net.Sockets;
using Npgsql;

namespace ESchool.Application;

/// <summary>
/// Says which log lines about an outage are too many. While Postgres or another server does not answer, every call and every loop meets the same fault: one
/// line of each category in ten seconds tells all there is to tell.
/// </summary>
public sealed class OutageLines(TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> last = new(StringComparer.Ordinal);

    /// <summary>True for a line that says what another said a moment ago.</summary>
    /// <param name="category">Who writes it.</param>
    /// <param name="fault">What it is about; null for none.</param>
    public bool IsOneTooMany(string category, Exception? fault)
    {
        if (!IsOutage(fault))
        {
            return false;
        }

        var now = clock.GetUtcNow();
        var since = last.GetOrAdd(category, now);
        return since != now && (since > now - Interval || !last.TryUpdate(category, now, since));
    }

    private static bool IsOutage(Exception? fault) =>
        fault switch
        {
            null => false,
            NpgsqlException { IsTransient: true } or SocketException => true,
            _ => IsOutage(fault.InnerException),
        };
}

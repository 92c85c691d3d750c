using System.Collections.Concurrent;

namespace ESchool.Api.Calls;

/// <summary>Keeps a flood from becoming a flood of log lines: one line a second of each kind, which says how many were left out before it.</summary>
internal sealed class LogSampler(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Kind> kinds = new(StringComparer.Ordinal);

    /// <summary>Says whether to write a line.</summary>
    /// <param name="kind">One of few.</param>
    /// <param name="leftOut">How many lines of the kind were not written since the last.</param>
    public bool Take(string kind, out int leftOut)
    {
        var state = kinds.GetOrAdd(kind, _ => new Kind());
        lock (state)
        {
            var second = clock.GetUtcNow().ToUnixTimeSeconds();
            leftOut = state.LeftOut;
            if (second == state.Second)
            {
                state.LeftOut++;
                return false;
            }

            (state.Second, state.LeftOut) = (second, 0);
            return true;
        }
    }

    private sealed class Kind
    {
        public long Second { get; set; }

        public int LeftOut { get; set; }
    }
}

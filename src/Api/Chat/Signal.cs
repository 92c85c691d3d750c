using System.Threading.Tasks.Sources;

namespace ESchool.Api.Chat;

/// <summary>Wakes one waiter, from any thread. What is signalled before the wait is not lost; what is signalled several times wakes once.</summary>
internal sealed class Signal : IValueTaskSource
{
    private const int Quiet = 0;
    private const int IsSet = 1;
    private const int IsAwaited = 2;

    private ManualResetValueTaskSourceCore<bool> source = new() { RunContinuationsAsynchronously = true };
    private int state;

    public void Set()
    {
        if (Interlocked.CompareExchange(ref state, IsSet, Quiet) == IsAwaited && Interlocked.CompareExchange(ref state, Quiet, IsAwaited) == IsAwaited)
        {
            source.SetResult(true);
        }
    }

    /// <summary>Waits for the next signal; for one waiter at a time.</summary>
    public ValueTask WaitAsync()
    {
        source.Reset();
        if (Interlocked.CompareExchange(ref state, IsAwaited, Quiet) == Quiet)
        {
            return new ValueTask(this, source.Version);
        }

        Volatile.Write(ref state, Quiet);
        return ValueTask.CompletedTask;
    }

    void IValueTaskSource.GetResult(short token) => source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        source.OnCompleted(continuation, state, token, flags);
}

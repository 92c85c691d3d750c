using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace ESchool.Application.Identity.Passwords;

/// <summary>
/// Threads for work that takes a core for tens of milliseconds: one less than there are cores, so that one is always left to others, and the system
/// runs them when nobody else of this program wants the core. A flood of sign-ins slows down sign-ins, not the calls of those who are in.
/// </summary>
internal sealed class PatientThreads : IDisposable
{
    /// <summary>Of 19, where 0 is everybody else's: about a tenth of a core that is wanted by others, so that nothing starves.</summary>
    private const int Niceness = 10;

    private readonly BlockingCollection<Action> queue = [];

    public PatientThreads()
    {
        for (var i = 0; i < Math.Max(1, Environment.ProcessorCount - 1); i++)
        {
            new Thread(Run) { IsBackground = true, Name = "passwords" }.Start();
        }
    }

    /// <summary>Puts work in line and gives its result.</summary>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Add(
            () =>
            {
                // Nobody waits any more: what is left in line after a flood costs nothing.
                if (cancellationToken.IsCancellationRequested)
                {
                    done.TrySetCanceled(cancellationToken);
                    return;
                }

                try
                {
                    done.SetResult(work());
                }
                catch (Exception fault)
                {
                    done.SetException(fault);
                }
            },
            CancellationToken.None
        );
        return done.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => queue.CompleteAdding();

    private void Run()
    {
        if (OperatingSystem.IsLinux())
        {
            // Of this thread only: on Linux each has a priority of its own. Without it everything works, less politely.
            _ = SetPriority(which: 0, who: 0, Niceness);
        }

        foreach (var work in queue.GetConsumingEnumerable())
        {
            work();
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int priority);
}

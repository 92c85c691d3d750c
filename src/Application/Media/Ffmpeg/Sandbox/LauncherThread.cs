using System.Collections.Concurrent;

namespace ESchool.Application.Media.Ffmpeg.Sandbox;

/// <summary>
/// The one thread that starts child processes, alive as long as the program. Linux sends a child its parent-death signal when the *thread*
/// that started it ends, not the process: started from the thread pool, a child would be killed whenever the pool shrinks.
/// </summary>
internal sealed class LauncherThread : IDisposable
{
    private readonly BlockingCollection<Action> starts = [];

    public LauncherThread() => new Thread(Run) { IsBackground = true, Name = "media launcher" }.Start();

    public Task<T> InvokeAsync<T>(Func<T> start)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        starts.Add(() =>
        {
            try
            {
                completion.SetResult(start());
            }
            catch (Exception problem)
            {
                completion.SetException(problem);
            }
        });
        return completion.Task;
    }

    /// <summary>Lets the thread end, and with it every child that still runs.</summary>
    public void Dispose() => starts.CompleteAdding();

    private void Run()
    {
        foreach (var start in starts.GetConsumingEnumerable())
        {
            start();
        }
    }
}

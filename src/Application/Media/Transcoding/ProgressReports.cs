using ESchool.Domain.Media;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Media.Transcoding;

/// <summary>
/// Saves an attempt's progress from time to time, in scopes of its own because the attempt's own context is busy, and stops the attempt when
/// another has begun.
/// </summary>
internal sealed class ProgressReports : IProgress<int>, IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;
    private int percent;

    public ProgressReports(IServiceScopeFactory scopes, Asset asset, CancellationTokenSource attempt) => loop = RunAsync(scopes, asset, attempt);

    public void Report(int value) => Volatile.Write(ref percent, value);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loop;
        stop.Dispose();
    }

    private async Task RunAsync(IServiceScopeFactory scopes, Asset asset, CancellationTokenSource attempt)
    {
        using var timer = new PeriodicTimer(Interval);
        var reported = 0;
        while (!stop.IsCancellationRequested)
        {
            await Task.WhenAny(timer.WaitForNextTickAsync(stop.Token).AsTask());
            var present = Volatile.Read(ref percent);
            if (stop.IsCancellationRequested || present == reported)
            {
                continue;
            }

            await using var scope = scopes.CreateAsyncScope();
            if (!await scope.ServiceProvider.GetRequiredService<ProcessingAttempts>().ReportAsync(asset, present, CancellationToken.None))
            {
                await attempt.CancelAsync();
                return;
            }

            reported = present;
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Chat.Delivery;

/// <summary>
/// Looks after all readers of this replica every other second, for all at once: ends those whose access, session or token has ended, or who do
/// not read, and finds messages whose hint was lost. While the database does not answer, what is known stays known.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class ConversationPatrol(
    ConversationHub hub,
    ConversationHints hints,
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<ConversationPatrol> logger
) : IDisposable
{
    /// <summary>How long a lost hint may hide something new, and how late lost access is noticed.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource stop = new();
    private int hasBegun;

    /// <summary>Begins with the first reader: a program without readers needs no patrol.</summary>
    internal void Begin()
    {
        if (Interlocked.Exchange(ref hasBegun, 1) == 0)
        {
            hints.Listen();
            _ = Task.Run(RunAsync);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        var token = stop.Token;
        while (!token.IsCancellationRequested)
        {
            try
            {
                await LookAsync(token);
            }
            catch (Exception fault) when (!token.IsCancellationRequested)
            {
                logger.LogWarning("The readers of conversations could not be checked; trying again: {Fault}", fault.Message);
            }

            await Task.Delay(Interval, clock, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var readers = hub.Readers();
        foreach (var reader in readers)
        {
            if (reader.Listener.ReasonToEnd() is { } reason)
            {
                reader.Listener.End(reason);
            }
        }

        if (readers.Count == 0)
        {
            return;
        }

        hub.Tidy();
        await using var scope = scopes.CreateAsyncScope();
        var (standings, ended) = await scope.ServiceProvider.GetRequiredService<CheckReaders>().ExecuteAsync(readers, cancellationToken);
        foreach (var (reader, reason) in ended)
        {
            reader.Listener.End(reason);
        }

        foreach (var standing in standings)
        {
            hub.Hear(standing.Id, standing.LastSequence);
            await hub.HearChangesAsync(standing.Id, standing.ChangeCount, cancellationToken);
        }
    }
}

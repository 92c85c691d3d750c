using ESchool.Application.Chat.Delivery;
using ESchool.Domain;
using ESchool.Domain.Chat;
using ESchool.Tests.Support;

namespace ESchool.Application.Tests.Chat;

/// <summary>A reader of a conversation that takes everything it can get.</summary>
internal sealed class Reading : IConversationListener, IAsyncDisposable
{
    private readonly SemaphoreSlim news = new(0);
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource<DomainException> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ChatMessage> messages = [];
    private readonly List<ChatMessage> changed = [];
    private ConversationReader reader = null!;
    private Task running = Task.CompletedTask;

    /// <summary>Why it had to stop.</summary>
    public Task<DomainException> Ended => ended.Task;

    /// <summary>The numbers it got, as they came.</summary>
    public IReadOnlyList<long> Sequences => [.. Messages.Select(m => m.Sequence)];

    /// <summary>The messages it got, as they came.</summary>
    public IReadOnlyList<ChatMessage> Messages
    {
        get
        {
            lock (messages)
            {
                return [.. messages];
            }
        }
    }

    /// <summary>The messages from before of which it was told that they have changed, as they came.</summary>
    public IReadOnlyList<ChatMessage> Changed
    {
        get
        {
            lock (messages)
            {
                return [.. changed];
            }
        }
    }

    public static async Task<Reading> BeginAsync(TestSchool school, Actor actor, Guid conversation, long after = 0)
    {
        var reading = new Reading();
        await school.DoAsync<FollowConversation>(async f => reading.reader = await f.ExecuteAsync(actor, conversation, after, reading, CancellationToken.None));
        reading.running = reading.RunAsync();
        return reading;
    }

    /// <summary>Waits until it has got so many.</summary>
    public Task HasAsync(int count) =>
        Wait.UntilAsync($"Reading {count} messages, of which {Sequences.Count} came", () => Task.FromResult(Sequences.Count >= count));

    public void Wake() => news.Release();

    public void End(DomainException reason) => ended.TrySetResult(reason);

    public DomainException? ReasonToEnd() => null;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        reader.Dispose();
        stop.Dispose();
        news.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            while (reader.NextChanged() is { } several)
            {
                lock (messages)
                {
                    changed.AddRange(several);
                }
            }

            while (await reader.NextAsync(CancellationToken.None) is { } run)
            {
                lock (messages)
                {
                    messages.AddRange(run.Messages);
                }
            }

            await news.WaitAsync(stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

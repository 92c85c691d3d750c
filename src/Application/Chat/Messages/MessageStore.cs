using ESchool.Application.Chat.Delivery;
using ESchool.Domain;
using ESchool.Domain.Chat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Chat.Messages;

/// <summary>
/// Stores the messages of all senders of this replica in batches, one transaction a batch. There is no timer: the first message is written at
/// once, and what comes while a batch is being written is the next batch. Each sender learns of its own message only.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class MessageStore(MessageBatch batch, ConversationHub hub, ConversationHints hints, TimeProvider clock, ILogger<MessageStore> logger)
{
    private const int LargestBatch = 500;

    private readonly Lock door = new();
    private readonly List<PostedMessage> waiting = [];
    private bool isWriting;

    /// <summary>Stores a message. Who gives up waiting does not take it back.</summary>
    /// <exception cref="DomainException"><c>CONVERSATION_NOT_FOUND</c>.</exception>
    internal Task<ChatMessage> StoreAsync(PostedMessage message, CancellationToken cancellationToken)
    {
        bool begins;
        lock (door)
        {
            waiting.Add(message);
            begins = !isWriting;
            isWriting = true;
        }

        if (begins)
        {
            _ = WriteAllAsync();
        }

        return message.Task.WaitAsync(cancellationToken);
    }

    private async Task WriteAllAsync()
    {
        while (TakeBatch() is { Count: > 0 } messages)
        {
            try
            {
                Publish(await batch.WriteAsync(messages, clock.GetUtcNow()));
            }
            catch (Exception fault)
            {
                // Whether they are stored is not known when the connection broke; sent again, each is stored once.
                logger.LogWarning("{Count} messages may not have been stored: {Fault}", messages.Count, fault.Message);
                messages.ForEach(message => message.TrySetException(fault));
            }
        }
    }

    private List<PostedMessage> TakeBatch()
    {
        lock (door)
        {
            isWriting = waiting.Count > 0;
            var taken = new List<PostedMessage>(Math.Min(waiting.Count, LargestBatch));
            var keys = new HashSet<(Guid, Guid, Guid)>(taken.Capacity);

            // A message that is in the batch already is known to the next one.
            waiting.RemoveAll(message =>
            {
                var fits = taken.Count < LargestBatch && keys.Add(message.Key);
                if (fits)
                {
                    taken.Add(message);
                }

                return fits;
            });
            return taken;
        }
    }

    /// <summary>Answers the senders first, so that their acknowledgements leave together with the messages.</summary>
    private void Publish(IReadOnlyList<StoredMessage> outcomes)
    {
        var runs = new Dictionary<Guid, List<ChatMessage>>();
        var news = new Dictionary<Guid, long>();
        foreach (var (posted, message, isNew) in outcomes)
        {
            if (message is null)
            {
                posted.TrySetException(ConversationAccess.NotFound(posted.ConversationId));
                continue;
            }

            posted.TrySetResult(message);
            news[message.ConversationId] = Math.Max(message.Sequence, news.GetValueOrDefault(message.ConversationId));
            if (isNew)
            {
                if (!runs.TryGetValue(message.ConversationId, out var run))
                {
                    runs[message.ConversationId] = run = [];
                }

                run.Add(message);
            }
        }

        foreach (var (conversationId, run) in runs)
        {
            hub.Deliver(conversationId, new MessageRun(run));
        }

        // Also for a message that was known: perhaps whoever stored it died before saying so.
        foreach (var (conversationId, last) in news)
        {
            hub.Hear(conversationId, last);
        }

        hints.Publish(news);
    }
}

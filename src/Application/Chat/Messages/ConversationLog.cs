using ESchool.Application.Chat.Delivery;
using ESchool.Domain.Chat;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Chat.Messages;

/// <summary>Reads stored messages, of many conversations at once.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class ConversationLog([FromKeyedServices(ChatRegistration.Database)] NpgsqlDataSource database)
{
    private const int LongestRun = 256;

    private static readonly string Select = $"""
        SELECT m.conversation_id, m.sequence, m.sender_id, m.client_message_id, m.text, m.sent_at
        FROM unnest($1, $2) AS r (conversation_id, after)
        CROSS JOIN LATERAL (
            SELECT * FROM chat.messages c WHERE c.conversation_id = r.conversation_id AND c.sequence > r.after
                ORDER BY c.sequence LIMIT {LongestRun}
        ) m
        ORDER BY m.conversation_id, m.sequence
        """;

    /// <summary>The first messages after a number; null when there are none.</summary>
    internal async Task<MessageRun?> ReadAsync(Guid conversationId, long after, CancellationToken cancellationToken) =>
        (await ReadAsync([(conversationId, after)], cancellationToken)).GetValueOrDefault(conversationId);

    /// <summary>The first messages after a number of each conversation.</summary>
    internal async Task<IReadOnlyDictionary<Guid, MessageRun>> ReadAsync(
        IReadOnlyCollection<(Guid ConversationId, long After)> places,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Select, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid[]> { TypedValue = [.. places.Select(p => p.ConversationId)] },
                new NpgsqlParameter<long[]> { TypedValue = [.. places.Select(p => p.After)] },
            },
        };
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var messages = new List<ChatMessage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            messages.Add(
                new ChatMessage(
                    reader.GetGuid(0),
                    reader.GetInt64(1),
                    reader.GetGuid(2),
                    reader.GetGuid(3),
                    reader.GetString(4),
                    reader.GetFieldValue<DateTimeOffset>(5)
                )
            );
        }

        return messages.GroupBy(m => m.ConversationId).ToDictionary(run => run.Key, run => new MessageRun([.. run]));
    }
}

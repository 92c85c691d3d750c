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
        SELECT m.conversation_id, m.sequence, m.sender_id, m.client_message_id, m.text, m.sent_at, m.removed_at
        FROM unnest($1, $2) AS r (conversation_id, after)
        CROSS JOIN LATERAL (
            SELECT * FROM chat.messages c WHERE c.conversation_id = r.conversation_id AND c.sequence > r.after
                ORDER BY c.sequence LIMIT {LongestRun}
        ) m
        ORDER BY m.conversation_id, m.sequence
        """;

    private const string SelectChanged = """
        SELECT conversation_id, sequence, sender_id, client_message_id, text, sent_at, removed_at
        FROM chat.messages WHERE conversation_id = $1 AND change_number > $2 ORDER BY change_number
        """;

    /// <summary>Messages that have changed since a number of changes, as they are now.</summary>
    internal async Task<IReadOnlyList<ChatMessage>> ReadChangedAsync(Guid conversationId, long after, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(SelectChanged, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = conversationId },
                new NpgsqlParameter<long> { TypedValue = after },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ReadAllAsync(reader, cancellationToken);
    }

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
        var messages = await ReadAllAsync(reader, cancellationToken);
        return messages.GroupBy(m => m.ConversationId).ToDictionary(run => run.Key, run => new MessageRun([.. run]));
    }

    private static async Task<List<ChatMessage>> ReadAllAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
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
                    reader.GetFieldValue<DateTimeOffset>(5),
                    await reader.IsDBNullAsync(6, cancellationToken) ? null : reader.GetFieldValue<DateTimeOffset>(6)
                )
            );
        }

        return messages;
    }
}

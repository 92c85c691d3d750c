using ESchool.Domain.Chat;
using ESchool.Domain.Learning;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Chat.Messages;

/// <summary>What became of a message: the one that is stored under its id, or null when its sender has no part in the conversation.</summary>
internal readonly record struct StoredMessage(PostedMessage Posted, ChatMessage? Message, bool IsNew);

/// <summary>Writes a batch of messages in one round trip and one transaction.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class MessageBatch([FromKeyedServices(ChatRegistration.Database)] NpgsqlDataSource database)
{
    /// <summary>In the order of their ids: replicas that write to the same conversations wait for each other and never in a circle.</summary>
    private const string Lock = "SELECT id FROM chat.conversations WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE";

    /// <summary>
    /// A statement of its own, which sees what others stored while the locks were waited for. Who may write is what <see cref="ConversationAccess"/>
    /// says. The numbers are taken only for what is stored: no number is lost. The inner LIMIT keeps the look-up an index scan, whatever the planner
    /// believes about the size of the table.
    /// </summary>
    private static readonly string Store = $"""
        WITH posted AS MATERIALIZED (
            SELECT p.*, c.last_sequence, known.sequence AS known_sequence, known.text AS known_text, known.sent_at AS known_sent_at,
                known.removed_at AS known_removed_at
            FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS p (conversation_id, sender_id, client_message_id, text, place)
            JOIN chat.conversations c ON c.id = p.conversation_id
            LEFT JOIN LATERAL (
                SELECT m.sequence, m.text, m.sent_at, m.removed_at FROM chat.messages m
                WHERE m.conversation_id = p.conversation_id AND m.sender_id = p.sender_id AND m.client_message_id = p.client_message_id LIMIT 1
            ) known ON true
            WHERE c.instructor_id = p.sender_id OR (c.student_id = p.sender_id AND EXISTS (
                SELECT FROM learning.enrollments e WHERE e.student_id = c.student_id AND e.course_id = c.course_id
                    AND e.state = {(int)EnrollmentState.Active}))
        ), new AS (
            SELECT *, last_sequence + row_number() OVER (PARTITION BY conversation_id ORDER BY place) AS sequence FROM posted
                WHERE known_sequence IS NULL
        ), counted AS (
            UPDATE chat.conversations c SET last_sequence = n.last_sequence, updated_at = $5
            FROM (SELECT conversation_id, max(sequence) AS last_sequence FROM new GROUP BY conversation_id) n WHERE c.id = n.conversation_id
        ), stored AS (
            INSERT INTO chat.messages (conversation_id, sequence, sender_id, client_message_id, text, sent_at)
            SELECT conversation_id, sequence, sender_id, client_message_id, text, $5 FROM new
        )
        SELECT place, sequence, NULL, NULL::timestamptz, NULL::timestamptz FROM new
        UNION ALL
        SELECT place, known_sequence, known_text, known_sent_at, known_removed_at FROM posted WHERE known_sequence IS NOT NULL
        """;

    /// <summary>Stores what may be stored.</summary>
    /// <returns>The outcomes, in the order of the numbers in each conversation.</returns>
    internal async Task<IReadOnlyList<StoredMessage>> WriteAsync(IReadOnlyList<PostedMessage> messages, DateTimeOffset now)
    {
        // As Postgres keeps it, so that a message is the same now and when it is read.
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        await using var connection = await database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(Lock) { Parameters = { Of(messages.Select(m => m.ConversationId).Distinct()) } },
                new NpgsqlBatchCommand(Store)
                {
                    Parameters =
                    {
                        Of(messages.Select(m => m.ConversationId)),
                        Of(messages.Select(m => m.SenderId)),
                        Of(messages.Select(m => m.ClientMessageId)),
                        Of(messages.Select(m => m.Text)),
                        new NpgsqlParameter<DateTimeOffset> { TypedValue = now },
                    },
                },
            },
        };

        // Once a connection; later it costs nothing.
        await batch.PrepareAsync();
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var outcomes = messages.Select(message => new StoredMessage(message, null, IsNew: false)).ToArray();
        while (await reader.ReadAsync())
        {
            var place = (int)reader.GetInt64(0) - 1;
            var (posted, isNew) = (messages[place], await reader.IsDBNullAsync(2));
            outcomes[place] = new StoredMessage(
                posted,
                new ChatMessage(
                    posted.ConversationId,
                    reader.GetInt64(1),
                    posted.SenderId,
                    posted.ClientMessageId,
                    isNew ? posted.Text : reader.GetString(2),
                    isNew ? now : reader.GetFieldValue<DateTimeOffset>(3),
                    await reader.IsDBNullAsync(4) ? null : reader.GetFieldValue<DateTimeOffset>(4)
                ),
                isNew
            );
        }

        return outcomes;
    }

    private static NpgsqlParameter<T[]> Of<T>(IEnumerable<T> values) => new() { TypedValue = [.. values] };
}

namespace ESchool.Data.Outbox;

/// <summary>A work request, saved together with what causes it and handed to the scheduler by the outbox pump afterwards: at least once.</summary>
public sealed class OutboxMessage
{
    private OutboxMessage() { }

    /// <param name="kind">A stable kind, such as <c>media.transcode</c>.</param>
    /// <param name="payload">JSON; ids only.</param>
    /// <param name="deduplicationKey">A second message of the kind with the key is not added.</param>
    /// <param name="now">The present time.</param>
    public OutboxMessage(string kind, string payload, string deduplicationKey, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Kind = kind;
        Payload = payload;
        DeduplicationKey = deduplicationKey;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public string Kind { get; private set; } = "";

    public string Payload { get; private set; } = "";

    public string DeduplicationKey { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was handed to the scheduler; null before.</summary>
    public DateTimeOffset? SentAt { get; private set; }
}

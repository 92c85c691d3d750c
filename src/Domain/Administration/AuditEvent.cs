namespace ESchool.Domain.Administration;

/// <summary>Who did what on what, when and roughly from where. Append-only.</summary>
public sealed class AuditEvent
{
    private AuditEvent() { }

    /// <summary>Notes an act.</summary>
    /// <param name="actorId">Who; <see cref="Guid.Empty"/> for the system and for callers that nobody knows.</param>
    /// <param name="action">What, such as <c>course.approve</c>.</param>
    /// <param name="resource">On what, a resource name.</param>
    /// <param name="now">The present time.</param>
    public AuditEvent(Guid actorId, string action, string resource, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ActorId = actorId;
        Action = action;
        Resource = resource;
        HappenedAt = now;
    }

    /// <summary>The event's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Who.</summary>
    public Guid ActorId { get; private set; }

    /// <summary>What.</summary>
    public string Action { get; private set; } = "";

    /// <summary>On what.</summary>
    public string Resource { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset HappenedAt { get; private set; }

    /// <summary>Roughly where the call came from: the network, not the address; empty for the system.</summary>
    public string Network { get; init; } = "";

    /// <summary>What the caller's program called itself; empty for the system.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>What it was before, as a JSON object; null when nothing changed.</summary>
    public string? Before { get; init; }

    /// <summary>What it was after, or the circumstances, as a JSON object; null when there is nothing to say.</summary>
    public string? After { get; init; }
}

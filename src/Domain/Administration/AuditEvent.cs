namespace ESchool.Domain.Administration;

/// <summary>Who did what, when. Append-only.</summary>
public sealed class AuditEvent
{
    private AuditEvent()
    {
    }

    /// <summary>Notes an act.</summary>
    /// <param name="actorId">Who; <see cref="Guid.Empty"/> for the system.</param>
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
}

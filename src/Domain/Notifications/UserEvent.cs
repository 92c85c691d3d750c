namespace ESchool.Domain.Notifications;

/// <summary>Something a user should see happen. A user's events are numbered from 1 without gaps.</summary>
public sealed class UserEvent
{
    private UserEvent() { }

    /// <summary>Whose feed.</summary>
    public Guid UserId { get; private set; }

    /// <summary>Its number in the feed.</summary>
    public long Sequence { get; private set; }

    /// <summary>What happened, such as <c>order.paid</c>.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>The event of that kind, as a JSON object.</summary>
    public string Payload { get; private set; } = "{}";

    /// <summary>The work request that announced it; unique, so that a repeated request is published once.</summary>
    public Guid RequestId { get; private set; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset HappenedAt { get; private set; }
}

/// <summary>How far a user's feed has been numbered.</summary>
public sealed class UserFeed
{
    private UserFeed() { }

    /// <summary>Whose feed.</summary>
    public Guid UserId { get; private set; }

    /// <summary>The number of the last event.</summary>
    public long LastSequence { get; private set; }
}

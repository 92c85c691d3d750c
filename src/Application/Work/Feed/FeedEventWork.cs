using System.Text.Json;

namespace ESchool.Application.Work.Feed;

/// <summary>A request to add an event to a feed. They come in great numbers, and are added by the outbox's pump itself.</summary>
/// <param name="UserId">Whose feed.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Event">The event of that kind.</param>
/// <param name="Id">Names the event where a request asks for many; otherwise the request names it.</param>
public sealed record FeedEventWork(Guid UserId, string Kind, JsonElement Event, Guid? Id = null)
{
    /// <summary>The kind of a request for one.</summary>
    public const string One = "notifications.user_event";

    /// <summary>The kind of a request for an array of them, each with its id.</summary>
    public const string Many = "notifications.user_events";

    /// <summary>The kind of a dead letter for requests that could not be added; its payload is an array of their ids.</summary>
    public const string Batch = "notifications.user_event_batch";

    /// <summary>Makes one.</summary>
    public static FeedEventWork Of<TEvent>(Guid userId, TEvent happened)
        where TEvent : IFeedEvent => new(userId, TEvent.Kind, JsonSerializer.SerializeToElement(happened));
}

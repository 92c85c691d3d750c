namespace ESchool.Application.Work;

/// <summary>Something a user should see happen. It comes in great numbers, and is added to the feed by the outbox's pump itself.</summary>
/// <param name="UserId">Whose feed.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Resource">The resource it happened to.</param>
/// <param name="Details">Details by name; no secrets, no personal data.</param>
/// <param name="Id">Names the event where a request asks for many; otherwise the request names it.</param>
public sealed record UserEventWork(Guid UserId, string Kind, string Resource, IReadOnlyDictionary<string, string> Details, Guid? Id = null)
{
    /// <summary>The kind of a request for one.</summary>
    public const string One = "notifications.user_event";

    /// <summary>The kind of a request for an array of them, each with its id.</summary>
    public const string Many = "notifications.user_events";
}

namespace ESchool.Application.Work.Feed;

/// <summary>
/// Something a user should see happen, as their feed keeps it: a record per kind. No secrets, no personal data: ids, states, amounts. It is stored, so its
/// properties are never renamed. On the wire each kind is a message of its own (<c>eschool/notifications/v1/events.proto</c>).
/// </summary>
public interface IFeedEvent
{
    /// <summary>The stable name, such as <c>order.paid</c>. It is stored, so it is never changed and never reused.</summary>
    static abstract string Kind { get; }
}

using System.Text.Json;

namespace ESchool.Domain.StripeEvents;

/// <summary>An event Stripe delivered, stored once its signature was verified, and handled later.</summary>
public sealed class StripeEvent
{
    private StripeEvent() { }

    /// <summary>Stores an event.</summary>
    /// <param name="id">Stripe's id, <c>evt_…</c>.</param>
    /// <param name="type">Stripe's type, such as <c>checkout.session.completed</c>.</param>
    /// <param name="json">The event without what stands in its object.</param>
    /// <param name="now">The present time.</param>
    public StripeEvent(string id, string type, string json, DateTimeOffset now)
    {
        Id = id;
        Type = type;
        Json = json;
        ReceivedAt = now;
    }

    /// <summary>Stripe's id, <c>evt_…</c>.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Stripe's type.</summary>
    public string Type { get; private set; } = "";

    /// <summary>The event without what stands in its object, which handlers read anew.</summary>
    public string Json { get; private set; } = "";

    /// <summary>Stripe's id of the object it speaks of; empty when it has none.</summary>
    public string ObjectId
    {
        get
        {
            using var document = JsonDocument.Parse(Json);
            return
                document.RootElement.TryGetProperty("data", out var data)
                && data.TryGetProperty("object", out var spokenOf)
                && spokenOf.TryGetProperty("id", out var id)
                ? id.GetString() ?? ""
                : "";
        }
    }

    /// <summary>The connected account it happened on, <c>acct_…</c>; null for the school's own.</summary>
    public string? AccountId
    {
        get
        {
            using var document = JsonDocument.Parse(Json);
            return document.RootElement.TryGetProperty("account", out var account) ? account.GetString() : null;
        }
    }

    /// <summary>When it came first.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>When it was handled; null before.</summary>
    public DateTimeOffset? HandledAt { get; private set; }

    /// <summary>Notes that its effects are saved. Doing it again changes nothing.</summary>
    public void MarkHandled(DateTimeOffset now) => HandledAt ??= now;

    /// <summary>It is to be handled again.</summary>
    public void Reopen() => HandledAt = null;
}

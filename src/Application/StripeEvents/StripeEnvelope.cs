using System.Text.Json.Nodes;

namespace ESchool.Application.StripeEvents;

/// <summary>
/// What is kept of a Stripe event: which object it speaks of, and nothing that stands in it. Handlers read the object anew, and who paid is nobody's business
/// here.
/// </summary>
internal static class StripeEnvelope
{
    private static readonly string[] Kept = ["id", "object", "type", "created", "livemode", "account", "api_version"];
    private static readonly string[] KeptOfObject = ["id", "object"];

    /// <summary>The envelope of an event's JSON.</summary>
    public static string Of(string json)
    {
        var stripeEvent = JsonNode.Parse(json)!.AsObject();
        var envelope = Only(stripeEvent, Kept);
        if (stripeEvent["data"] is JsonObject data && data["object"] is JsonObject stripeObject)
        {
            envelope["data"] = new JsonObject { ["object"] = Only(stripeObject, KeptOfObject) };
        }

        return envelope.ToJsonString();
    }

    private static JsonObject Only(JsonObject source, IEnumerable<string> names) =>
        new(names.Where(source.ContainsKey).Select(name => KeyValuePair.Create(name, source[name]?.DeepClone())));
}

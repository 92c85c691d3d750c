namespace ESchool.Application.Stripe;

/// <summary>What of ours something at Stripe belongs to: kept in its metadata, and, on what is made, the root of the idempotency key.</summary>
/// <param name="Kind">What it is, such as <c>order</c>: the name of the metadata field.</param>
/// <param name="Id">Its id.</param>
public sealed record StripeReference(string Kind, Guid Id)
{
    /// <summary>It as metadata.</summary>
    internal Dictionary<string, string> Metadata => new() { [Kind] = Id.ToString() };

    /// <summary>The idempotency key of what is made for it.</summary>
    internal string Key => $"{Kind}-{Id}";
}

/// <summary>What an object at Stripe says that it belongs to.</summary>
/// <param name="metadata">Its metadata; null for none.</param>
public sealed class StripeReferences(IReadOnlyDictionary<string, string>? metadata)
{
    /// <summary>The id of a kind; null when there is none, as on what is not ours.</summary>
    public Guid? this[string kind] => metadata is not null && metadata.TryGetValue(kind, out var text) && Guid.TryParse(text, out var id) ? id : null;
}

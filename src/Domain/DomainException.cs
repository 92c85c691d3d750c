namespace ESchool.Domain;

/// <summary>A refusal that the caller can understand and act on. Nothing was changed.</summary>
public sealed class DomainException : Exception
{
    /// <summary>Makes a refusal.</summary>
    /// <param name="reason">The stable reason.</param>
    /// <param name="message">The reason in words, for a developer; every value in it also stands in <paramref name="metadata"/>.</param>
    /// <param name="metadata">Values by name.</param>
    public DomainException(Reason reason, string message, params (string Key, string Value)[] metadata)
        : base(message)
    {
        ArgumentNullException.ThrowIfNull(reason);
        Reason = reason;
        Metadata = metadata.ToDictionary(pair => pair.Key, pair => pair.Value);
    }

    /// <summary>The stable reason.</summary>
    public Reason Reason { get; }

    /// <summary>Every value quoted in the message, by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Everything that would have to be different first; empty when the message says it all.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>When trying again makes sense; null when waiting does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

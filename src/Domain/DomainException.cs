using System.Globalization;
using System.Text.RegularExpressions;

namespace ESchool.Domain;

/// <summary>A refusal that the caller can understand and act on. Nothing was changed.</summary>
public sealed partial class DomainException : Exception
{
    /// <summary>Makes a refusal.</summary>
    /// <param name="reason">The stable reason.</param>
    /// <param name="message">The reason in words, for a developer. A name in braces stands for the value of that name in <paramref name="metadata"/>.</param>
    /// <param name="metadata">
    /// Values by name: resource names (<c>courses/{id}</c>) and other texts, numbers, <see cref="Money"/>, times, and values or lists of enums. The Api writes
    /// each as the contract does.
    /// </param>
    public DomainException(Reason reason, string message, params (string Key, object Value)[] metadata)
        : base(Fill(message, metadata.ToDictionary(pair => pair.Key, pair => Write(pair.Value))))
    {
        ArgumentNullException.ThrowIfNull(reason);
        Reason = reason;
        Template = message;
        Metadata = metadata.ToDictionary(pair => pair.Key, pair => pair.Value);
    }

    /// <summary>The stable reason.</summary>
    public Reason Reason { get; }

    /// <summary>The message with the names of its values in braces.</summary>
    public string Template { get; }

    /// <summary>Every value quoted in the message, by name.</summary>
    public IReadOnlyDictionary<string, object> Metadata { get; }

    /// <summary>Every field of the request that is wrong; empty when the message says it all.</summary>
    public IReadOnlyList<FieldViolation> FieldViolations { get; init; } = [];

    /// <summary>Everything that would have to be different first; empty when the message says it all.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>When trying again makes sense; null when waiting does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Puts values into a message, in place of their names in braces.</summary>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values) =>
        Name().Replace(template, name => values.GetValueOrDefault(name.Groups[1].Value, name.Value));

    /// <summary>A value as our own logs show it.</summary>
    private static string Write(object value) =>
        value switch
        {
            string text => text,
            DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
            IEnumerable<Enum> several => string.Join(", ", several),
            Enum or int or long or Money => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            _ => throw new ArgumentException($"Metadata has no values of the type {value.GetType()}: an id goes out as a resource name.", nameof(value)),
        };

    [GeneratedRegex(@"\{([a-z0-9_]+)\}")]
    private static partial Regex Name();
}

using System.Reflection;
using System.Text.Json;

namespace ESchool.Application.Work.Feed;

/// <summary>A kind of feed event, and the record that holds it.</summary>
/// <param name="Type">The record, an <see cref="IFeedEvent"/>.</param>
/// <param name="Kind">The stable name.</param>
public sealed record FeedEventType(Type Type, string Kind)
{
    /// <summary>Every kind there is.</summary>
    public static IReadOnlyList<FeedEventType> All { get; } =
    [
        .. typeof(FeedEventType)
            .Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true } && type.IsAssignableTo(typeof(IFeedEvent)))
            .Select(type =>
                (FeedEventType)
                    typeof(FeedEventType).GetMethod(nameof(Declared), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, null)!
            ),
    ];

    private static readonly Dictionary<string, Type> ByKind = All.ToDictionary(one => one.Kind, one => one.Type, StringComparer.Ordinal);

    /// <summary>Reads a stored event.</summary>
    /// <returns>The event; null when its kind is of a later version of the program.</returns>
    public static IFeedEvent? Read(string kind, string payload) =>
        ByKind.TryGetValue(kind, out var type) ? (IFeedEvent)JsonSerializer.Deserialize(payload, type)! : null;

    private static FeedEventType Declared<TEvent>()
        where TEvent : IFeedEvent => new(typeof(TEvent), TEvent.Kind);
}

using Serilog.Core;
using Serilog.Events;

namespace ESchool.Api.Media;

/// <summary>
/// The path of a playback request holds a ticket, which opens the video; and the path stands on every line that is logged meanwhile. It is cut off there.
/// </summary>
internal sealed class TicketsInPaths : ILogEventEnricher
{
    private const string Property = "RequestPath";
    private const string Shown = $"/{PlaybackEndpoints.Prefix}/";

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (
            logEvent.Properties.TryGetValue(Property, out var path)
            && path is ScalarValue { Value: string text }
            && text.StartsWith(Shown, StringComparison.OrdinalIgnoreCase)
        )
        {
            logEvent.AddOrUpdateProperty(new LogEventProperty(Property, new ScalarValue($"{Shown}…")));
        }
    }
}

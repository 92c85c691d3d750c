using System.Collections;
using System.Collections.Concurrent;
using ESchool.Contracts.Options.V1;
using ESchool.Domain;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace ESchool.Api.Calls.Wire;

/// <summary>Checks every time and duration of a request, wherever it stands: protobuf carries numbers that are no time at all.</summary>
internal static class WireTimes
{
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;
    private const long LongestSeconds = 315_576_000_000;
    private const int NanosPerSecond = 1_000_000_000;

    private static readonly ConcurrentDictionary<MessageDescriptor, bool> Holders = new();

    /// <summary>What is no time.</summary>
    public static IEnumerable<FieldViolation> FaultsIn(IMessage message, string path = "")
    {
        if (!Holds(message.Descriptor))
        {
            yield break;
        }

        foreach (
            var field in message
                .Descriptor.Fields.InFieldNumberOrder()
                .Where(field => field.FieldType == FieldType.Message && !field.IsMap && !ContractRules.Is(field, FieldBehavior.OutputOnly))
        )
        {
            var value = field.Accessor.GetValue(message);
            var values =
                field.IsRepeated ? ((IList)value).Cast<IMessage>()
                : value is IMessage one ? [one]
                : [];
            foreach (var (place, inner) in values.Index())
            {
                var name = $"{path}{field.Name}{(field.IsRepeated ? $"[{place}]" : "")}";
                var faults = inner switch
                {
                    Timestamp time => IsTime(time)
                        ? []
                        : [new FieldViolation(name, FieldFault.OutOfRange, "must be a time from the year 1 to 9999, with 0 to 999,999,999 nanoseconds.")],
                    Duration duration => FaultOf(duration, field) is { } fault ? [new FieldViolation(name, FieldFault.OutOfRange, fault)] : [],
                    _ => FaultsIn(inner, $"{name}."),
                };
                foreach (var violation in faults)
                {
                    yield return violation;
                }
            }
        }
    }

    private static bool IsTime(Timestamp time) => time.Seconds is >= FirstSecond and <= LastSecond && time.Nanos is >= 0 and < NanosPerSecond;

    /// <summary>A length of time is not negative, unless the contract says so of the field.</summary>
    private static string? FaultOf(Duration duration, FieldDescriptor field) =>
        !IsDuration(duration) ? "must be a duration of at most 10,000 years, whose nanoseconds have its sign."
        : (duration.Seconds < 0 || duration.Nanos < 0) && field.GetOptions()?.GetExtension(OptionsExtensions.Range) is not { HasMin: true, Min: < 0 }
            ? "must not be negative."
        : null;

    private static bool IsDuration(Duration duration) =>
        duration.Seconds is >= -LongestSeconds and <= LongestSeconds
        && duration.Nanos is > -NanosPerSecond and < NanosPerSecond
        && (duration.Seconds == 0 || duration.Nanos == 0 || duration.Seconds > 0 == duration.Nanos > 0);

    private static bool Holds(MessageDescriptor type) => Holders.GetOrAdd(type, one => Holds(one, []));

    private static bool Holds(MessageDescriptor type, HashSet<MessageDescriptor> seen) =>
        type == Timestamp.Descriptor
        || type == Duration.Descriptor
        || (seen.Add(type) && type.Fields.InFieldNumberOrder().Any(field => field.FieldType == FieldType.Message && Holds(field.MessageType, seen)));
}

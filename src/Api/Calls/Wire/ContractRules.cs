using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using ESchool.Domain;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ESchool.Api.Calls.Wire;

/// <summary>Finds the fields that the contract calls REQUIRED and that a request does not give, wherever they stand.</summary>
internal static class RequiredFields
{
    /// <summary>Reading options copies them, so what is looked at is found out once for each message.</summary>
    private static readonly ConcurrentDictionary<MessageDescriptor, IReadOnlyList<Field>> Known = new();

    /// <summary>What is missing.</summary>
    public static IEnumerable<FieldViolation> MissingIn(IMessage message, string path = "")
    {
        foreach (var field in FieldsOf(message.Descriptor))
        {
            var name = $"{path}{field.Descriptor.Name}";
            if (!IsGiven(field.Descriptor, message))
            {
                if (field.IsRequired)
                {
                    yield return new FieldViolation(name, FieldFault.Required, "must be given.");
                }

                continue;
            }

            var value = field.Descriptor.Accessor.GetValue(message);
            var inner = value switch
            {
                IMessage one => MissingIn(one, $"{name}."),
                IList many when field.Descriptor.FieldType == FieldType.Message => many.Cast<IMessage>().Index().SelectMany(item => MissingIn(item.Item, $"{name}[{item.Index}].")),
                _ => [],
            };
            foreach (var violation in inner)
            {
                yield return violation;
            }
        }
    }

    /// <summary>True for a field that the contract gives this behaviour.</summary>
    public static bool Is(FieldDescriptor field, FieldBehavior behavior) => field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(behavior) == true;

    /// <summary>A number or a truth value that has no presence is given when it is not zero.</summary>
    private static bool IsGiven(FieldDescriptor field, IMessage message) => field.HasPresence ? field.Accessor.HasValue(message) : field.Accessor.GetValue(message) switch
    {
        string text => text.Length > 0,
        ByteString bytes => bytes.Length > 0,
        ICollection items => items.Count > 0,
        IConvertible number => number.ToDouble(CultureInfo.InvariantCulture) != 0,
        _ => true,
    };

    /// <summary>The fields that are required themselves, or hold messages of ours. What is OUTPUT_ONLY is ignored when it is sent.</summary>
    private static IReadOnlyList<Field> FieldsOf(MessageDescriptor type) => Known.GetOrAdd(type, message =>
    [
        .. message.Fields.InDeclarationOrder().Where(field => !field.IsMap && !Is(field, FieldBehavior.OutputOnly))
            .Select(field => new Field(field, Is(field, FieldBehavior.Required)))
            .Where(field => field.IsRequired || field.Descriptor is { FieldType: FieldType.Message, MessageType.File.Package: var package } && package.StartsWith("eschool.", StringComparison.Ordinal)),
    ]);

    private sealed record Field(FieldDescriptor Descriptor, bool IsRequired);
}

using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using ESchool.Contracts.Options.V1;
using ESchool.Domain;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace ESchool.Api.Calls.Wire;

/// <summary>
/// Checks a request by what the contract itself says of its fields, wherever they stand: what must be given, how long a text is, what a number may be, how many
/// items a list has, which values an enum has, and that a <c>request_id</c> is a UUID. A validator of a request adds only what options cannot say.
/// </summary>
internal static class ContractRules
{
    private const string RequestId = "request_id";
    private const string UpdateMask = "update_mask";

    /// <summary>Reading options copies them, so what is looked at is found out once for each message.</summary>
    private static readonly ConcurrentDictionary<MessageDescriptor, IReadOnlyList<Field>> Known = new();

    /// <summary>What breaks the contract; at most one violation per field.</summary>
    public static IEnumerable<FieldViolation> FaultsIn(IMessage message, string path = "")
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
            foreach (var violation in field.Descriptor.IsRepeated ? FaultsOfList(field, (IList)value, name) : FaultsOf(field, value, name))
            {
                yield return violation;
            }
        }

        foreach (var violation in Emptied(message, path))
        {
            yield return violation;
        }
    }

    /// <summary>True for a field that the contract gives this behaviour.</summary>
    public static bool Is(FieldDescriptor field, FieldBehavior behavior) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(behavior) == true;

    /// <summary>How long a text may be; null where the contract says nothing.</summary>
    public static TextLimits? TextLimitsOf(FieldDescriptor field) => FieldsOf(field.ContainingType).FirstOrDefault(known => known.Descriptor == field)?.Text;

    private static IEnumerable<FieldViolation> FaultsOfList(Field field, IList items, string name)
    {
        if (field.Items is { } limits && (items.Count < limits.Min || items.Count > limits.Max))
        {
            var fault = items.Count < limits.Min ? FieldFault.TooFew : FieldFault.TooMany;
            return
            [
                new FieldViolation(name, fault, limits.Min > 0 ? $"must have {limits.Min} to {limits.Max} items." : $"must have at most {limits.Max} items."),
            ];
        }

        return items.Cast<object>().Index().SelectMany(item => FaultsOf(field, item.Item, $"{name}[{item.Index}]"));
    }

    private static IEnumerable<FieldViolation> FaultsOf(Field field, object value, string name)
    {
        if (value is IMessage inner)
        {
            return field.IsOurs ? FaultsIn(inner, $"{name}.") : [];
        }

        FieldViolation? violation = value switch
        {
            string id when field.Descriptor.Name == RequestId => Guid.TryParseExact(id, "D", out var guid) && guid != Guid.Empty
                ? null
                : new FieldViolation(name, FieldFaults.OfForm(id), "must be a UUID made by the client."),
            string text when field.Text is { } limits => OfText(text, limits, name, field.IsSensitive),
            _ when field.Descriptor.FieldType == FieldType.Enum => field.Descriptor.EnumType.FindValueByNumber((int)value) is null
                ? new FieldViolation(name, FieldFault.UnknownValue, "must be a value of the contract.")
                : null,
            IConvertible number when field.Range is { } limits => OfNumber(number.ToInt64(CultureInfo.InvariantCulture), limits, name),
            _ => null,
        };
        return violation is null ? [] : [violation];
    }

    private static FieldViolation? OfText(string text, TextLimits limits, string name, bool isSensitive)
    {
        var counted = limits.Verbatim ? text : text.Trim();
        if (TextLength.Of(counted) < limits.MinLength || !TextLength.IsWithin(text, limits.MaxLength))
        {
            var words =
                limits.MinLength > 0 ? $"must have {limits.MinLength} to {limits.MaxLength} characters." : $"must have at most {limits.MaxLength} characters.";
            return new FieldViolation(name, FieldFaults.OfLength(text, limits.MaxLength), words);
        }

        var bytes = TextLength.MostBytes(limits.MaxLength);
        if (Encoding.UTF8.GetByteCount(text) > bytes)
        {
            return new FieldViolation(name, FieldFault.TooLong, $"must have at most {bytes} bytes in UTF-8.");
        }

        // What is taken as it is may be looked for, and Postgres has no text with it. Secrets are only ever hashed or opened.
        if (limits.Verbatim && !isSensitive && text.Contains('\0', StringComparison.Ordinal))
        {
            return new FieldViolation(name, FieldFault.ForbiddenCharacter, "must not contain U+0000, a control character.");
        }

        return !limits.Verbatim && VisibleText.FaultOf(text, limits.Multiline) is { } fault
            ? new FieldViolation(name, FieldFault.ForbiddenCharacter, fault)
            : null;
    }

    private static FieldViolation? OfNumber(long number, RangeLimits limits, string name) =>
        (limits.HasMin && number < limits.Min) || (limits.HasMax && number > limits.Max)
            ? new FieldViolation(
                name,
                FieldFault.OutOfRange,
                limits switch
                {
                    { HasMin: true, HasMax: true } => $"must be from {limits.Min} to {limits.Max}.",
                    { HasMin: true } => $"must be at least {limits.Min}.",
                    _ => $"must be at most {limits.Max}.",
                }
            )
            : null;

    /// <summary>What an update would make empty, although a text of that kind is never empty.</summary>
    private static IEnumerable<FieldViolation> Emptied(IMessage message, string path)
    {
        if (message.Descriptor.FindFieldByName(UpdateMask)?.Accessor.GetValue(message) is not FieldMask mask)
        {
            return [];
        }

        return from resource in FieldsOf(message.Descriptor)
            where resource is { IsOurs: true, Descriptor.IsRepeated: false } && IsGiven(resource.Descriptor, message)
            let changed = (IMessage)resource.Descriptor.Accessor.GetValue(message)
            from field in FieldsOf(changed.Descriptor)
            where
                field is { Text.MinLength: > 0, Descriptor.IsRepeated: false }
                && (mask.Paths.Contains("*") || mask.Paths.Contains(field.Descriptor.Name))
                && !IsGiven(field.Descriptor, changed)
            select new FieldViolation(
                $"{path}{resource.Descriptor.Name}.{field.Descriptor.Name}",
                FieldFault.Required,
                $"must have {field.Text!.MinLength} to {field.Text.MaxLength} characters."
            );
    }

    /// <summary>True for a message of this contract; those of others have no options of ours.</summary>
    public static bool IsOurs(FieldDescriptor field) =>
        field is { FieldType: FieldType.Message, IsMap: false, MessageType.File.Package: var package }
        && package.StartsWith("eschool.", StringComparison.Ordinal);

    /// <summary>A number or a truth value that has no presence is given when it is not zero.</summary>
    public static bool IsGiven(FieldDescriptor field, IMessage message) =>
        field.HasPresence
            ? field.Accessor.HasValue(message)
            : field.Accessor.GetValue(message) switch
            {
                string text => text.Length > 0,
                ByteString bytes => bytes.Length > 0,
                ICollection items => items.Count > 0,
                IConvertible number => number.ToDouble(CultureInfo.InvariantCulture) != 0,
                _ => true,
            };

    /// <summary>The fields that the contract says something of, or that hold messages of ours. What is OUTPUT_ONLY is ignored when it is sent.</summary>
    private static IReadOnlyList<Field> FieldsOf(MessageDescriptor type) =>
        Known.GetOrAdd(
            type,
            message =>
                [
                    .. message
                        .Fields.InDeclarationOrder()
                        .Where(field => !field.IsMap && !Is(field, FieldBehavior.OutputOnly))
                        .Select(field => new Field(field))
                        .Where(field => field.IsChecked),
                ]
        );

    /// <summary>What the contract says of a field.</summary>
    private sealed class Field(FieldDescriptor descriptor)
    {
        public FieldDescriptor Descriptor { get; } = descriptor;

        public bool IsRequired { get; } = Is(descriptor, FieldBehavior.Required);

        public TextLimits? Text { get; } = descriptor.GetOptions()?.GetExtension(OptionsExtensions.Text);

        public bool IsSensitive { get; } = descriptor.GetOptions()?.GetExtension(OptionsExtensions.Sensitive) == true;

        public RangeLimits? Range { get; } = descriptor.GetOptions()?.GetExtension(OptionsExtensions.Range);

        public ItemLimits? Items { get; } = descriptor.GetOptions()?.GetExtension(OptionsExtensions.Items);

        /// <summary>True for a message of this contract, whose fields are checked in turn.</summary>
        public bool IsOurs { get; } = ContractRules.IsOurs(descriptor);

        public bool IsChecked =>
            IsRequired
            || IsOurs
            || Text is not null
            || Range is not null
            || Items is not null
            || Descriptor.FieldType == FieldType.Enum
            || Descriptor.Name == RequestId;
    }
}

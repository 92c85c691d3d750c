using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using ESchool.Domain;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;

namespace ESchool.Api.Calls.Json;

/// <summary>
/// What stands in the query of a call over JSON. The library leaves out what it does not know, so that a mistyped filter would filter nothing, and of what it
/// can't read it does not say which field it is.
/// </summary>
internal static partial class JsonQueries
{
    /// <summary>Names come from strangers; longer ones are cut.</summary>
    private const int MostNameLength = 100;

    /// <summary>Messages that a query holds as one text.</summary>
    private static readonly HashSet<string> Texts =
    [
        Timestamp.Descriptor.FullName,
        Duration.Descriptor.FullName,
        FieldMask.Descriptor.FullName,
        .. new[] { DoubleValue.Descriptor, FloatValue.Descriptor, Int64Value.Descriptor, UInt64Value.Descriptor, Int32Value.Descriptor }.Select(d =>
            d.FullName
        ),
        .. new[] { UInt32Value.Descriptor, BoolValue.Descriptor, StringValue.Descriptor, BytesValue.Descriptor }.Select(d => d.FullName),
    ];

    /// <summary>
    /// The refusal of parameters that the call does not have, of a field that is given by both its names, and of what is no UTF-8; null when there are none.
    /// The library would leave out the first, take one of the second, and read the third as something else.
    /// </summary>
    public static DomainException? RefuseUnknown(HttpContext context)
    {
        var query = context.Request.Query;
        if (query.Count == 0)
        {
            return null;
        }

        var rpc = RpcOf(context);
        var twice = query.Keys.GroupBy(JsonNameOf).SelectMany(names => names.Skip(1));
        return Refusal([
            .. query.Keys.Select(key => UnknownOf(rpc, key)).OfType<FieldViolation>(),
            .. twice.Select(key => new FieldViolation(NameOf(key), FieldFault.Duplicate, "is given by both its names.")),
            .. context.Request.QueryString.Value![1..].Split('&').Where(pair => !IsUtf8(pair)).Select(NotUtf8),
        ]);
    }

    /// <summary>The refusal that names what can't be read; null when all can.</summary>
    public static DomainException? RefuseUnreadable(HttpContext context) =>
        Refusal([.. context.Request.Query.Select(one => UnreadableOf(RpcOf(context), one.Key, [.. one.Value])).OfType<FieldViolation>()]);

    private static GrpcJsonTranscodingMetadata RpcOf(HttpContext context) => context.GetEndpoint()!.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>()!;

    private static DomainException? Refusal(IReadOnlyList<FieldViolation> violations) =>
        violations.Count == 0
            ? null
            : new DomainException(CallReasons.RequestInvalid, "The query has parameters of the wrong shape.") { FieldViolations = violations };

    private static FieldViolation? UnknownOf(GrpcJsonTranscodingMetadata rpc, string key)
    {
        var field = FieldOf(rpc.MethodDescriptor.InputType, key);
        var problem =
            rpc.HttpRule.Body.Length > 0 ? "must stand in the body: this call takes no parameters."
            : field is null ? "is no parameter of this call."
            : IsInPath(rpc, field) ? "stands in the path."
            : null;
        return problem is null ? null : new FieldViolation(NameOf(key), FieldFault.NotAllowed, problem);
    }

    private static bool IsInPath(GrpcJsonTranscodingMetadata rpc, FieldDescriptor field) =>
        field.ContainingType == rpc.MethodDescriptor.InputType && Variable().Matches(rpc.HttpRule.Get).Any(match => match.Groups["field"].Value == field.Name);

    /// <summary>The field that a parameter is for, by its name in the proto or in JSON; a field of a message within is named with dots.</summary>
    private static FieldDescriptor? FieldOf(MessageDescriptor message, string path)
    {
        FieldDescriptor? field = null;
        foreach (var name in path.Split('.'))
        {
            if (field is not null && (field.IsRepeated || field.FieldType != FieldType.Message))
            {
                return null;
            }

            message = field?.MessageType ?? message;
            field = message.Fields.InDeclarationOrder().FirstOrDefault(f => f.Name == name || f.JsonName == name);
            if (field is null)
            {
                return null;
            }
        }

        return field is { IsMap: true } || (field!.FieldType == FieldType.Message && !Texts.Contains(field.MessageType.FullName)) ? null : field;
    }

    private static FieldViolation? UnreadableOf(GrpcJsonTranscodingMetadata rpc, string key, IReadOnlyList<string?> values)
    {
        if (FieldOf(rpc.MethodDescriptor.InputType, key) is not { } field)
        {
            return null;
        }

        if (values.Count > 1 && !field.IsRepeated)
        {
            return new FieldViolation(NameOf(key), FieldFault.Duplicate, "is given more than once.");
        }

        return values.All(value => CanBeRead(field, value ?? "")) ? null
            : field.FieldType == FieldType.Enum ? new FieldViolation(NameOf(key), FieldFault.UnknownValue, "is none of the values of the contract.")
            : new FieldViolation(NameOf(key), FieldFault.Malformed, $"is not of the type {TypeOf(field)}.");
    }

    /// <summary>Asks protobuf's own reader: in its JSON every number may be a text.</summary>
    private static bool CanBeRead(FieldDescriptor field, string value)
    {
        JsonNode? node = field.FieldType switch
        {
            FieldType.Bool when bool.TryParse(value, out var flag) => flag,
            FieldType.Enum when int.TryParse(value, out var number) => number,
            _ => value,
        };
        try
        {
            JsonParser.Default.Parse(new JsonObject { [field.JsonName] = field.IsRepeated ? new JsonArray(node) : node }.ToJsonString(), field.ContainingType);
            return true;
        }
        catch (Exception unreadable) when (unreadable is InvalidProtocolBufferException or InvalidJsonException)
        {
            return false;
        }
    }

    private static string TypeOf(FieldDescriptor field) =>
        field.FieldType == FieldType.Message ? field.MessageType.FullName : field.FieldType.ToString().ToLowerInvariant();

    /// <summary>Bytes that are no UTF-8 are taken for text as they stand, with their percent signs.</summary>
    private static bool IsUtf8(string pair)
    {
        var sent = Encoding.ASCII.GetBytes(pair);
        return Utf8.IsValid(WebUtility.UrlDecodeToBytes(sent, 0, sent.Length));
    }

    private static FieldViolation NotUtf8(string pair) => new(NameOf(pair.Split('=')[0]), FieldFault.Malformed, "is not UTF-8.");

    /// <summary>Both names of a field come to this one.</summary>
    private static string JsonNameOf(string key) => Underscore().Replace(key, sign => sign.Value[1..].ToUpperInvariant());

    private static string NameOf(string key)
    {
        var name = key.Length > MostNameLength ? key[..MostNameLength] : key;
        return string.Concat(name.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
    }

    [GeneratedRegex("_[a-z0-9]")]
    private static partial Regex Underscore();

    [GeneratedRegex(@"\{(?<field>\w+)")]
    private static partial Regex Variable();
}

using ESchool.Domain;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace ESchool.Api.Calls.Wire;

/// <summary>Reads which fields an update changes.</summary>
internal static class UpdateMasks
{
    private const string Everything = "*";
    private const string Etag = "etag";

    /// <summary>An update replaces what it names, also by nothing.</summary>
    private static FieldMask.MergeOptions Replacing { get; } =
        new()
        {
            ReplaceMessageFields = true,
            ReplacePrimitiveFields = true,
            ReplaceRepeatedFields = true,
        };

    /// <summary>
    /// The fields to change of a resource whose fields can all be changed, except for those that the contract says are output only, its name and its etag.
    /// </summary>
    /// <param name="mask">
    /// The paths to change; <c>*</c> means all, absent the populated ones. A path with a dot is a field of a message in the resource.
    /// </param>
    /// <param name="resource">The field that holds the resource, for refusals.</param>
    /// <param name="sent">The resource.</param>
    /// <exception cref="DomainException"><c>REQUEST_INVALID</c>: an unknown or output-only path, or nothing to change.</exception>
    public static FieldMask Read(FieldMask? mask, string resource, IMessage sent)
    {
        var fields = Changeable(sent.Descriptor).ToList();
        var inner = fields
            .Where(field => !field.IsRepeated && ContractRules.IsOurs(field))
            .SelectMany(field => Changeable(field.MessageType).Select(part => $"{field.Name}.{part.Name}"));
        string[] changeable = [.. fields.Select(field => field.Name), .. inner];
        var named = mask is { Paths.Count: > 0 } ? mask.Paths : fields.Where(field => ContractRules.IsGiven(field, sent)).Select(field => field.Name);

        // Fields of a message follow from the message itself.
        var paths = named.SelectMany(path => path == Everything ? fields.Select(field => field.Name) : [path]).ToHashSet();
        if (!paths.All(changeable.Contains))
        {
            // What was sent is not repeated: refusals are logged, and nobody knows what a mistaken client puts here.
            throw RequestRules.Invalid(new FieldViolation("update_mask", FieldFault.UnknownPath, $"may name only *, {string.Join(", ", changeable)}."));
        }

        return paths.Count > 0
            ? new FieldMask { Paths = { paths } }
            : throw RequestRules.Invalid(new FieldViolation(resource, FieldFault.Required, "names nothing to change."));
    }

    /// <summary>Puts the fields that a mask names into a resource. What was not sent is absent there afterwards, and not zero.</summary>
    /// <param name="mask">From <see cref="Read"/>.</param>
    /// <param name="sent">The resource as it was sent.</param>
    /// <param name="present">The resource as it is.</param>
    public static void Merge(FieldMask mask, IMessage sent, IMessage present)
    {
        mask.Merge(sent, present, Replacing);
        foreach (var path in mask.Paths)
        {
            var (from, to, steps) = ((IMessage?)sent, (IMessage?)present, path.Split('.'));
            foreach (var step in steps[..^1])
            {
                (from, to) = (Inner(from, step), Inner(to, step));
            }

            if (to?.Descriptor.FindFieldByName(steps[^1]) is { HasPresence: true } field && (from is null || !field.Accessor.HasValue(from)))
            {
                field.Accessor.Clear(to);
            }
        }
    }

    private static IMessage? Inner(IMessage? message, string field) => message?.Descriptor.FindFieldByName(field).Accessor.GetValue(message) as IMessage;

    /// <summary>Whether a violation is about something that the request means: an update is not refused for a field that its mask leaves as it is.</summary>
    public static bool Concerns(IMessage? request, FieldViolation violation)
    {
        if (
            request?.Descriptor.FindFieldByName("update_mask")?.Accessor.GetValue(request) is not FieldMask { Paths.Count: > 0 } mask
            || mask.Paths.Contains(Everything)
        )
        {
            return true;
        }

        var steps = violation.Field.Split('.');
        var field = steps.Length > 1 ? steps[1].Split('[')[0] : "";
        return steps.Length == 1 || field == Etag || field == "name" || mask.Paths.Any(path => path.Split('.')[0] == field);
    }

    private static IEnumerable<FieldDescriptor> Changeable(MessageDescriptor message) =>
        message
            .Fields.InDeclarationOrder()
            .Where(field => field.Name != Etag && !ContractRules.Is(field, FieldBehavior.OutputOnly) && !ContractRules.Is(field, FieldBehavior.Identifier));
}

using ESchool.Domain;
using Google.Protobuf.WellKnownTypes;

namespace ESchool.Api.Calls.Wire;

/// <summary>Reads which fields an update changes.</summary>
internal static class UpdateMasks
{
    /// <summary>The paths to change: those of the mask, or without one, the populated ones.</summary>
    /// <exception cref="DomainException"><c>REQUEST_INVALID</c>: an unknown or output-only path, or nothing to change.</exception>
    public static IReadOnlySet<string> Read(FieldMask? mask, string resource, IReadOnlyCollection<string> changeable, IEnumerable<string> populated)
    {
        var paths = mask is null || mask.Paths.Count == 0 ? populated.ToHashSet() : mask.Paths.ToHashSet();
        if (!paths.All(changeable.Contains))
        {
            // What was sent is not repeated: refusals are logged, and nobody knows what a mistaken client puts here.
            throw RequestRules.Invalid(new FieldViolation("update_mask", FieldFault.UnknownPath, $"may name only {string.Join(", ", changeable)}."));
        }

        return paths.Count > 0 ? paths : throw RequestRules.Invalid(new FieldViolation(resource, FieldFault.Required, "names nothing to change."));
    }
}

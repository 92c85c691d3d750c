using ESchool.Domain;
using Google.Protobuf.WellKnownTypes;

namespace ESchool.Api.Calls;

/// <summary>Reads which fields an update changes.</summary>
internal static class UpdateMasks
{
    /// <summary>The paths to change: those of the mask, or without one, the populated ones.</summary>
    /// <exception cref="DomainException"><c>REQUEST_INVALID</c>: an unknown or output-only path, or nothing to change.</exception>
    public static IReadOnlySet<string> Read(FieldMask? mask, string resource, IReadOnlyCollection<string> changeable, IEnumerable<string> populated)
    {
        var paths = mask is null || mask.Paths.Count == 0 ? populated.ToHashSet() : mask.Paths.ToHashSet();
        var wrong = paths.Where(path => !changeable.Contains(path)).Select(path => new Violation("update_mask", $"'{path}' cannot be changed.")).ToList();
        if (wrong.Count > 0)
        {
            throw RequestRules.Invalid(wrong);
        }

        return paths.Count > 0 ? paths : throw RequestRules.Invalid(new Violation(resource, "names nothing to change."));
    }
}

using ESchool.Api.Calls.Wire;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;

namespace ESchool.Api.Administration.Moderation;

/// <summary>Reads the names of what can be reported.</summary>
internal static class ModerationTargets
{
    /// <summary>Reads one.</summary>
    /// <exception cref="DomainException"><c>REQUEST_INVALID</c>.</exception>
    public static ModerationTarget Read(string name) =>
        ModerationTarget.Parse(name)
        ?? throw RequestRules.Invalid(
            new FieldViolation(
                "target",
                name.Length == 0 ? FieldFault.Required : FieldFault.Malformed,
                $"must look like {ModerationTarget.Forms}, with UUIDs and a sequence from 1 on."
            )
        );
}

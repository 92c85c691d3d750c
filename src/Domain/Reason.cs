namespace ESchool.Domain;

/// <summary>What sort of refusal a <see cref="Reason"/> is. The Api maps each to one gRPC status.</summary>
public enum ReasonKind
{
    /// <summary>The input can never be right.</summary>
    Invalid,

    /// <summary>It does not exist, or belongs to somebody else.</summary>
    NotFound,

    /// <summary>The input is right, the present state is not.</summary>
    State,

    /// <summary>It exists already.</summary>
    Exists,

    /// <summary>Somebody changed it meanwhile; read again and retry.</summary>
    Conflict,

    /// <summary>The caller is not who they would have to be.</summary>
    Unauthenticated,

    /// <summary>The caller lacks a right.</summary>
    Denied,

    /// <summary>Too much, too often; retry later.</summary>
    Exhausted,

    /// <summary>Something it needs is not there at the moment; retry soon.</summary>
    Unavailable,
}

/// <summary>A stable, machine-readable reason of a refusal. Its code stands in the contract's <c>ErrorReason</c> enum of the feature.</summary>
/// <param name="Kind">The sort of refusal.</param>
/// <param name="Code">The code, in upper snake case, without prefix.</param>
public sealed record Reason(ReasonKind Kind, string Code);

/// <summary>One thing that would have to be different before a call can succeed.</summary>
/// <param name="Subject">What it is about, a resource name.</param>
/// <param name="Description">What is wrong, in words.</param>
public sealed record Violation(string Subject, string Description);

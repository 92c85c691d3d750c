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

    /// <summary>The server does not do that.</summary>
    Unsupported,

    /// <summary>A fault of ours. Nothing of it leaves the server but a number to look for in its log.</summary>
    Fault,
}

/// <summary>A stable, machine-readable reason of a refusal. It stands in the contract, in the enum <c>eschool.errors.v1.ErrorReason</c>.</summary>
/// <param name="Kind">The sort of refusal.</param>
/// <param name="Code">The code, in upper snake case, without prefix.</param>
public sealed record Reason(ReasonKind Kind, string Code);

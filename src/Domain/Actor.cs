using ESchool.Domain.Identity;

namespace ESchool.Domain;

/// <summary>Who performs a use case: a signed-in user, an anonymous caller, or the system itself (jobs).</summary>
/// <param name="UserId">The user; <see cref="Guid.Empty"/> for anonymous callers and the system.</param>
/// <param name="SessionId">The session the call was made in; <see cref="Guid.Empty"/> when there is none.</param>
/// <param name="Roles">What the user may do.</param>
public sealed record Actor(Guid UserId, Guid SessionId, Roles Roles)
{
    /// <summary>The system itself, as jobs act.</summary>
    public static readonly Actor System = new(Guid.Empty, Guid.Empty, Roles.Student | Roles.Instructor | Roles.Admin);

    /// <summary>A caller without a token.</summary>
    public static readonly Actor Anonymous = new(Guid.Empty, Guid.Empty, Roles.None);

    /// <summary>The support view the call is made in: one of the staff sees what the user sees. Null for everybody else.</summary>
    public Guid? ViewId { get; init; }

    /// <summary>Who of the staff sees, in a view; null otherwise.</summary>
    public Guid? ViewerId { get; init; }

    /// <summary>Who makes the call: in a view not the user, but who sees.</summary>
    public Guid CallerId => ViewerId ?? UserId;

    /// <summary>True for an administrator and for the system.</summary>
    public bool IsAdmin => Roles.HasFlag(Roles.Admin);

    /// <summary>True for whoever reads what belongs to others: administrators, support staff and the system.</summary>
    public bool ReadsAll => (Roles & (Roles.Admin | Roles.Support)) != 0;
}

namespace ESchool.Domain.Identity;

/// <summary>What a user may do. Roles never widen ownership, except <see cref="Admin"/>, and <see cref="Support"/> for reading.</summary>
[Flags]
public enum Roles
{
    /// <summary>Nothing that needs a role.</summary>
    None = 0,

    /// <summary>Buys and watches courses. Every user has it.</summary>
    Student = 1,

    /// <summary>Makes and sells courses. Given by the approval of an application.</summary>
    Instructor = 2,

    /// <summary>Reviews, moderates and pays.</summary>
    Admin = 4,

    /// <summary>Reads what administrators read, and changes nothing.</summary>
    Support = 8,
}

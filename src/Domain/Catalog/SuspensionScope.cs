namespace ESchool.Domain.Catalog;

/// <summary>How far the suspension of a course goes. The contract's <c>SuspensionScope</c> has the same numbers.</summary>
public enum SuspensionScope
{
    /// <summary>It is off sale. Students who have it keep it.</summary>
    Sale = 1,

    /// <summary>It is off sale, and its students cannot open it. What they have learned stays.</summary>
    SaleAndAccess = 2,
}

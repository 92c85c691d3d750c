namespace ESchool.Domain.Ledger;

/// <summary>What the accounts of the chart have in common. Their numbers say nothing.</summary>
public static class AccountKinds
{
    /// <summary>The accounts that every instructor has; all others are the platform's.</summary>
    public static readonly IReadOnlyList<AccountKind> OfInstructors =
    [
        AccountKind.InstructorHeld,
        AccountKind.InstructorAvailable,
        AccountKind.InstructorReserved,
        AccountKind.InstructorDisputed,
        AccountKind.InstructorReceivable,
    ];

    /// <summary>What the school owes: their balances are never above zero.</summary>
    public static readonly IReadOnlyList<AccountKind> Liabilities =
    [
        AccountKind.InstructorHeld,
        AccountKind.InstructorAvailable,
        AccountKind.InstructorReserved,
        AccountKind.InstructorDisputed,
        AccountKind.TaxPayable,
        AccountKind.DeferredRevenue,
    ];

    /// <summary>True for an account that every instructor has.</summary>
    public static bool IsOfInstructors(this AccountKind kind) => OfInstructors.Contains(kind);
}

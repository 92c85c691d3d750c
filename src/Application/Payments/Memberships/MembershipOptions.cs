using System.ComponentModel.DataAnnotations;

namespace ESchool.Application.Payments.Memberships;

/// <summary>Settings of memberships.</summary>
public sealed class MembershipOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Memberships";

    /// <summary>For how long a renewal may be unpaid before courses close. Stripe tries again within two to three weeks.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How much of what members pay is divided among instructors by new plans, in basis points. 70 %.</summary>
    [Range(0, 10_000)]
    public int InstructorBasisPoints { get; set; } = 7_000;
}

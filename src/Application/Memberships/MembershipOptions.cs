using System.ComponentModel.DataAnnotations;

namespace ESchool.Application.Memberships;

/// <summary>When a membership ends because its payment did not stay.</summary>
public enum MembershipEnding
{
    /// <summary>Never: it goes on, and is renewed.</summary>
    Never = 1,

    /// <summary>When the payment of the running period was given back as a whole.</summary>
    Refund = 2,

    /// <summary>Then, and when it was lost in a dispute.</summary>
    Loss = 3,

    /// <summary>Then, and as soon as it is disputed: who has the bank take one payment back is not asked for the next.</summary>
    Dispute = 4,
}

/// <summary>Settings of memberships.</summary>
public sealed class MembershipOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Memberships";

    /// <summary>For how long a renewal may be unpaid before courses close. Stripe tries again within two to three weeks.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromDays(7);

    /// <summary>When a membership ends because the payment of its running period did not stay.</summary>
    [EnumDataType(typeof(MembershipEnding))]
    public MembershipEnding EndOn { get; set; } = MembershipEnding.Dispute;

    /// <summary>How much of what members pay is divided among instructors by new plans, in basis points. 70 %.</summary>
    [Range(0, 10_000)]
    public int InstructorBasisPoints { get; set; } = 7_000;
}

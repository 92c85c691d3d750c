using System.ComponentModel.DataAnnotations;

namespace ESchool.Application.Payments.Refunds;

/// <summary>Settings of refunds.</summary>
public sealed class RefundOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Refunds";

    /// <summary>How much of a course, or of a bundle, a student may have consumed to give it back without an administrator, in basis points. 30 %.</summary>
    [Range(0, 10_000)]
    public int MaximumConsumedBasisPoints { get; set; } = 3_000;
}

using ESchool.Domain.Identity;
using ESchool.Domain.Payments.Checkout;

namespace ESchool.Domain.Administration.Exports;

/// <summary>Which rows are exported. What is null limits nothing; each subject takes only some of it.</summary>
public sealed record ExportFilter
{
    /// <summary>Every row.</summary>
    public static readonly ExportFilter All = new();

    /// <summary>Only rows that were made from this time on, to the millisecond.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only rows that were made before this time, to the millisecond.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only of this user: who bought, sold, learns or acted.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Only of this course.</summary>
    public Guid? CourseId { get; init; }

    /// <summary>Only users with this role.</summary>
    public Roles? Role { get; init; }

    /// <summary>Only orders that stand so.</summary>
    public OrderState? OrderState { get; init; }

    /// <summary>Only this action, or all that begin with it when it ends in a dot.</summary>
    public string? Action { get; init; }
}

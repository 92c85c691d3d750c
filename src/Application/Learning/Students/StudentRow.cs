using ESchool.Domain.Learning;

namespace ESchool.Application.Learning.Students;

/// <summary>How a student came by a course.</summary>
public enum StudentOrigin
{
    /// <summary>Bought it, alone or in a bundle.</summary>
    Purchase = 1,

    /// <summary>Redeemed a gift.</summary>
    Gift = 2,

    /// <summary>By a membership.</summary>
    Membership = 3,

    /// <summary>The school let them in.</summary>
    Grant = 4,
}

/// <summary>A student of a course, as its authors see them.</summary>
public sealed record StudentRow
{
    /// <summary>The enrollment.</summary>
    public required Guid EnrollmentId { get; init; }

    /// <summary>The course.</summary>
    public required Guid CourseId { get; init; }

    /// <summary>Who.</summary>
    public required Guid StudentId { get; init; }

    /// <summary>The name they show; empty once their account is erased.</summary>
    public required string DisplayName { get; init; }

    /// <summary>When they were first enrolled.</summary>
    public required DateTimeOffset EnrolledAt { get; init; }

    /// <summary>Whether they may learn now.</summary>
    public required EnrollmentState State { get; init; }

    /// <summary>Progress in basis points.</summary>
    public required int ProgressBasisPoints { get; init; }

    /// <summary>Required lessons that are complete.</summary>
    public required int CompletedLessons { get; init; }

    /// <summary>The version they learn by.</summary>
    public required Guid VersionId { get; init; }

    /// <summary>When they opened their first lesson; null before.</summary>
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>When they were last seen; when they enrolled, before the first time.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When they completed the course; null before.</summary>
    public required DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When the certificate they hold was issued; null when they hold none.</summary>
    public required DateTimeOffset? CertifiedAt { get; init; }

    /// <summary>Required lessons of their version.</summary>
    public int RequiredLessons { get; init; }

    /// <summary>How they came by the course.</summary>
    public StudentOrigin Origin { get; init; }
}

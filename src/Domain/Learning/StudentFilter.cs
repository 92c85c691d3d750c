namespace ESchool.Domain.Learning;

/// <summary>Which students of a course are meant. What is null limits nothing.</summary>
public sealed record StudentFilter
{
    /// <summary>Everybody.</summary>
    public static readonly StudentFilter All = new();

    /// <summary>Only those whose access is so.</summary>
    public EnrollmentState? State { get; init; }

    /// <summary>Only those with at least so much progress, in basis points.</summary>
    public int? MinimumProgress { get; init; }

    /// <summary>Only those with at most so much progress, in basis points.</summary>
    public int? MaximumProgress { get; init; }

    /// <summary>Only those who were last seen before, or never.</summary>
    public DateTimeOffset? NotSeenSince { get; init; }

    /// <summary>Only those who have, or have not, completed the course.</summary>
    public bool? Completed { get; init; }
}

namespace ESchool.Application.Work.Feed;

/// <summary>Every required lesson is complete.</summary>
/// <param name="EnrollmentId">The student's enrollment.</param>
public sealed record CourseCompleted(Guid EnrollmentId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "course.completed";
}

/// <summary>A certificate was issued.</summary>
/// <param name="CertificateId">The certificate.</param>
/// <param name="EnrollmentId">What it certifies.</param>
/// <param name="Serial">The serial that anybody can verify.</param>
public sealed record CertificateIssued(Guid CertificateId, Guid EnrollmentId, string Serial) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "certificate.issued";
}

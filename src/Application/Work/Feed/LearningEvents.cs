namespace ESchool.Application.Work.Feed;

/// <summary>Every required lesson is complete.</summary>
/// <param name="EnrollmentId">The student's enrollment.</param>
public sealed record CourseCompleted(Guid EnrollmentId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "course.completed";
}

/// <summary>An administrator gave the student access to a course.</summary>
/// <param name="EnrollmentId">The student's enrollment.</param>
/// <param name="CourseId">The course.</param>
public sealed record EnrollmentGranted(Guid EnrollmentId, Guid CourseId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "enrollment.granted";
}

/// <summary>An administrator took back access to a course that one had given.</summary>
/// <param name="EnrollmentId">The student's enrollment.</param>
/// <param name="CourseId">The course.</param>
public sealed record EnrollmentRevoked(Guid EnrollmentId, Guid CourseId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "enrollment.revoked";
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

/// <summary>The authors of a course told its students something.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="AnnouncementId">The announcement.</param>
public sealed record AnnouncementPublished(Guid CourseId, Guid AnnouncementId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "announcement.published";
}

/// <summary>An administrator gave an enrollment to another account.</summary>
/// <param name="EnrollmentId">The enrollment.</param>
/// <param name="CourseId">In what.</param>
/// <param name="IsHere">True for the account that has it now, false for the one that had it.</param>
public sealed record EnrollmentMoved(Guid EnrollmentId, Guid CourseId, bool IsHere) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "enrollment.moved";
}

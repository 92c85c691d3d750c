namespace ESchool.Application.Work;

/// <summary>Issues a certificate.</summary>
/// <param name="EnrollmentId">The completed enrollment.</param>
/// <param name="CertificateId">The certificate's id; the serial follows from it.</param>
public sealed record CertificateWork(Guid EnrollmentId, Guid CertificateId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "certificates.issue";
}

/// <summary>Sends an announcement to the students it is meant for.</summary>
/// <param name="AnnouncementId">The announcement.</param>
public sealed record AnnouncementWork(Guid AnnouncementId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "learning.announce";

    /// <inheritdoc/>
    public static string Queue => Queues.Announcements;
}

namespace ESchool.Domain.Certificates;

/// <summary>Reasons of the certificates feature.</summary>
public static class CertificateReasons
{
    /// <summary>There is no such certificate, or it is somebody else's.</summary>
    public static readonly Reason CertificateNotFound = new(ReasonKind.NotFound, "CERTIFICATE_NOT_FOUND");

    /// <summary>Required lessons are missing.</summary>
    public static readonly Reason CourseNotComplete = new(ReasonKind.State, "COURSE_NOT_COMPLETE");

    /// <summary>The certificate was withdrawn.</summary>
    public static readonly Reason CertificateRevoked = new(ReasonKind.State, "CERTIFICATE_REVOKED");

    /// <summary>The course is complete and the certificate is on its way.</summary>
    public static readonly Reason CertificateBeingIssued = new(ReasonKind.Unavailable, "CERTIFICATE_BEING_ISSUED");
}

namespace ESchool.Application.Work;

/// <summary>Issues a certificate.</summary>
/// <param name="EnrollmentId">The completed enrollment.</param>
/// <param name="CertificateId">The certificate's id; the serial follows from it.</param>
public sealed record CertificateWork(Guid EnrollmentId, Guid CertificateId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "certificates.issue";
}

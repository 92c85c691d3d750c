using ESchool.Application.Learning.Enrolling;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Certificates;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Certificates;

/// <summary>Reads a certificate of the caller.</summary>
public sealed class GetCertificate(SchoolDbContext db, GetEnrollment enrollments)
{
    /// <summary>Reads it by its own id.</summary>
    /// <exception cref="DomainException"><c>CERTIFICATE_NOT_FOUND</c>.</exception>
    public async Task<Certificate> ExecuteAsync(Actor actor, Guid certificateId, CancellationToken cancellationToken) =>
        await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Id == certificateId && c.LearnerId == actor.UserId, cancellationToken)
        ?? throw new DomainException(CertificateReasons.CertificateNotFound, "{certificate} does not exist.", ("certificate", $"certificates/{certificateId}"));

    /// <summary>Reads the active one of an enrollment.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_FOUND</c>, <c>COURSE_NOT_COMPLETE</c>, <c>CERTIFICATE_BEING_ISSUED</c>.</exception>
    public async Task<Certificate> OfEnrollmentAsync(Actor actor, Guid enrollmentId, CancellationToken cancellationToken)
    {
        var view = await enrollments.ExecuteAsync(actor, enrollmentId, cancellationToken);
        if (view.Enrollment.CompletedAt is null)
        {
            throw new DomainException(
                CertificateReasons.CourseNotComplete,
                "{completed_lessons} of {required_lessons} required lessons are complete.",
                ("completed_lessons", view.CompletedLessons), ("required_lessons", view.RequiredLessons));
        }

        return await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.EnrollmentId == enrollmentId && c.State == CertificateState.Active, cancellationToken)
            ?? throw new DomainException(CertificateReasons.CertificateBeingIssued, "The certificate is being issued; look again in a moment.") { RetryAfter = TimeSpan.FromSeconds(1) };
    }
}

using ESchool.Application.Learning.Enrolling;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Certificates;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Certificates;

/// <summary>Reads the active certificate of an enrollment of the caller.</summary>
public sealed class GetEnrollmentCertificate(SchoolDbContext db, GetEnrollment enrollments)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_FOUND</c>, <c>COURSE_NOT_COMPLETE</c>, <c>CERTIFICATE_BEING_ISSUED</c>.</exception>
    public async Task<Certificate> ExecuteAsync(Actor actor, Guid enrollmentId, CancellationToken cancellationToken)
    {
        var view = await enrollments.ExecuteAsync(actor, enrollmentId, cancellationToken);
        if (view.Enrollment.CompletedAt is null)
        {
            throw new DomainException(
                CertificateReasons.CourseNotComplete,
                "{completed_lessons} of {required_lessons} required lessons are complete.",
                ("completed_lessons", view.CompletedLessons),
                ("required_lessons", view.RequiredLessons)
            );
        }

        return await db
                .Certificates.AsNoTracking()
                .SingleOrDefaultAsync(c => c.EnrollmentId == enrollmentId && c.State == CertificateState.Active, cancellationToken)
            ?? throw new DomainException(CertificateReasons.CertificateBeingIssued, "The certificate is being issued; look again in a moment.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
    }
}

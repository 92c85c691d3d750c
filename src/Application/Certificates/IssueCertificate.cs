using System.Security.Cryptography;
using ESchool.Application.Certificates.Rendering;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Certificates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Certificates;

/// <summary>
/// Issues the certificate of a completed enrollment. Repeating it with the same certificate id draws the same bytes, stores them under the
/// same key, and finds the row there.
/// </summary>
public sealed class IssueCertificate(
    SchoolDbContext db, ICertificateRenderer renderer, ObjectStorage storage, WorkOutbox outbox, IOptions<PublicOptions> addresses, TimeProvider clock)
{
    /// <summary>Issues it, unless the enrollment has an active one.</summary>
    /// <exception cref="InvalidOperationException">The course is not complete: a bug, because only completion asks for this.</exception>
    public async Task ExecuteAsync(Guid enrollmentId, Guid certificateId, CancellationToken cancellationToken)
    {
        if (await db.Certificates.AnyAsync(c => c.EnrollmentId == enrollmentId && c.State == CertificateState.Active, cancellationToken))
        {
            return;
        }

        var row = await (from enrollment in db.Enrollments
                         join version in db.CurriculumVersions on enrollment.CurriculumVersionId equals version.Id
                         join learner in db.Users on enrollment.StudentId equals learner.Id
                         where enrollment.Id == enrollmentId
                         select new { enrollment, version, learner.DisplayName }).AsNoTracking().SingleAsync(cancellationToken);
        var completedAt = row.enrollment.CompletedAt ?? throw new InvalidOperationException($"Enrollment {enrollmentId} is not complete.");
        var facts = new CertificateFacts(
            row.DisplayName, row.version.Title, row.version.Number, row.version.InstructorName, (row.version.VideoSeconds + 59) / 60, completedAt);

        var serial = CertificateSerial.Of(certificateId);
        var pdf = renderer.Render(facts, serial, new Uri(addresses.Value.ApiUrl, $"verify/{serial}"));
        await storage.UploadAsync(storage.DocumentsBucket, Certificate.FileKeyOf(certificateId), pdf, "application/pdf", cancellationToken);

        db.Certificates.Add(new Certificate(certificateId, serial, enrollmentId, row.enrollment.StudentId, facts, SHA256.HashData(pdf), clock.GetUtcNow()));
        outbox.Tell(row.enrollment.StudentId, "certificate.issued", $"certificates/{certificateId}", ("enrollment", $"enrollments/{enrollmentId}"), ("serial", serial));
        await db.SaveChangesAsync(cancellationToken);
    }
}

using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Certificates;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Certificates;

/// <summary>
/// Issues the certificate of a completed enrollment. Repeating it with the same certificate id draws the same bytes, stores them under the
/// same key, and finds the row there.
/// </summary>
public sealed class IssueCertificate(SchoolDbContext db, CertificatePrinter printer, WorkOutbox outbox) : IHandle<CertificateWork>
{
    Task IHandle<CertificateWork>.HandleAsync(CertificateWork work, CancellationToken cancellationToken) =>
        ExecuteAsync(work.EnrollmentId, work.CertificateId, cancellationToken);

    /// <summary>Issues it, unless the enrollment has an active one.</summary>
    /// <exception cref="InvalidOperationException">The course is not complete: a bug, because only completion asks for this.</exception>
    public async Task ExecuteAsync(Guid enrollmentId, Guid certificateId, CancellationToken cancellationToken)
    {
        if (await db.Certificates.AnyAsync(c => c.EnrollmentId == enrollmentId && c.State == CertificateState.Active, cancellationToken))
        {
            return;
        }

        var row = await (
            from enrollment in db.Enrollments
            join version in db.CurriculumVersions on enrollment.CurriculumVersionId equals version.Id
            join learner in db.Users on enrollment.StudentId equals learner.Id
            where enrollment.Id == enrollmentId
            select new
            {
                enrollment,
                version,
                learner.DisplayName,
            }
        )
            .AsNoTracking()
            .SingleAsync(cancellationToken);
        var completedAt = row.enrollment.CompletedAt ?? throw new InvalidOperationException($"Enrollment {enrollmentId} is not complete.");
        var facts = new CertificateFacts(
            row.DisplayName,
            row.version.Text.Title,
            row.version.Number,
            row.version.InstructorName,
            (row.version.VideoSeconds + 59) / 60,
            completedAt
        );

        var certificate = await printer.PrintAsync(certificateId, enrollmentId, row.enrollment.StudentId, facts, cancellationToken);
        db.Certificates.Add(certificate);
        outbox.TellIssued(certificate);
        await db.SaveChangesAsync(cancellationToken);
    }
}

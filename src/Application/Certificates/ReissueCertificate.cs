using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Certificates;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Certificates;

/// <summary>Issues a certificate anew under its learner's corrected name; the old one is superseded in the same transaction.</summary>
public sealed class ReissueCertificate(
    SchoolDbContext db,
    CertificatePrinter printer,
    ObjectStorage storage,
    WorkOutbox outbox,
    AuditTrail audit,
    TimeProvider clock
)
{
    /// <summary>Reissues it. With the name unchanged, and of one that was superseded, the active one is the answer.</summary>
    /// <exception cref="DomainException"><c>CERTIFICATE_NOT_FOUND</c>, <c>CERTIFICATE_REVOKED</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<Certificate> ExecuteAsync(Actor actor, Guid certificateId, CancellationToken cancellationToken)
    {
        var enrollmentId =
            await db
                .Certificates.Where(c => c.Id == certificateId && c.LearnerId == actor.UserId)
                .Select(c => (Guid?)c.EnrollmentId)
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw new DomainException(
                CertificateReasons.CertificateNotFound,
                "{certificate} does not exist.",
                ("certificate", $"certificates/{certificateId}")
            );
        var active = await ActiveAsync(db.Certificates.AsNoTracking(), enrollmentId, certificateId, cancellationToken);
        var name = await db.Users.Where(u => u.Id == actor.UserId).Select(u => u.DisplayName).SingleAsync(cancellationToken);
        if (active.LearnerName == name)
        {
            return active;
        }

        // Drawn before anything is locked: the store may be slow.
        var corrected = await printer.PrintAsync(
            Guid.CreateVersion7(clock.GetUtcNow()),
            enrollmentId,
            actor.UserId,
            active.Facts with
            {
                LearnerName = name,
            },
            cancellationToken
        );
        var valid = await db.InTransactionAsync(() => ReplaceAsync(actor, active.Id, corrected, cancellationToken), cancellationToken);
        if (valid.Id != corrected.Id)
        {
            // Another correction was first: no file that holds a name is left without a row that says so.
            await storage.DeleteAsync(storage.DocumentsBucket, Certificate.FileKeyOf(corrected.Id), cancellationToken);
        }

        return valid;
    }

    private async Task<Certificate> ReplaceAsync(Actor actor, Guid activeId, Certificate corrected, CancellationToken cancellationToken)
    {
        // The lock: of two corrections at once the first counts.
        var old = await db.Certificates.Where(c => c.Id == activeId).ForUpdate().SingleAsync(cancellationToken);
        if (old.State != CertificateState.Active)
        {
            return await ActiveAsync(db.Certificates.AsNoTracking(), old.EnrollmentId, activeId, cancellationToken);
        }

        // Saved by itself first: one active certificate per enrollment.
        old.SupersedeBy(corrected);
        await db.SaveChangesAsync(cancellationToken);
        db.Certificates.Add(corrected);
        outbox.TellIssued(corrected);
        audit.Note(actor, "certificate.reissue", $"certificates/{corrected.Id}", after: new { supersedes = $"certificates/{activeId}" });
        await db.SaveChangesAsync(cancellationToken);
        return corrected;
    }

    private static async Task<Certificate> ActiveAsync(
        IQueryable<Certificate> certificates,
        Guid enrollmentId,
        Guid certificateId,
        CancellationToken cancellationToken
    ) =>
        await certificates.SingleOrDefaultAsync(c => c.EnrollmentId == enrollmentId && c.State == CertificateState.Active, cancellationToken)
        ?? throw new DomainException(CertificateReasons.CertificateRevoked, "The certificate was withdrawn.", ("certificate", $"certificates/{certificateId}"));
}

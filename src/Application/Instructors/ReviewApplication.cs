using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Instructors;

/// <summary>Decides an application. Approval makes the applicant an instructor in the same transaction.</summary>
public sealed class ReviewApplication(SchoolDbContext db, WorkOutbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Decides it.</summary>
    /// <exception cref="DomainException"><c>APPLICATION_NOT_FOUND</c>, <c>APPLICATION_NOT_SUBMITTED</c>.</exception>
    public async Task<InstructorApplication> ExecuteAsync(Actor actor, Guid id, bool approve, string message, CancellationToken cancellationToken)
    {
        var application = await db.InstructorApplications.SingleOrDefaultAsync(a => a.Id == id, cancellationToken)
            ?? throw new DomainException(InstructorReasons.ApplicationNotFound, $"There is no application {id}.", ("application", id.ToString()));
        application.Review(approve, message, clock.GetUtcNow());
        if (approve)
        {
            var applicant = await db.Users.SingleAsync(u => u.Id == application.ApplicantId, cancellationToken);
            applicant.Grant(Roles.Instructor);
        }

        audit.Note(actor, approve ? "application.approve" : "application.decline", $"applications/{id}");
        outbox.Add(WorkKinds.ApplicationReviewedEmail, new ApplicationWork(id), id.ToString());
        outbox.Tell(application.ApplicantId, "application.reviewed", $"applications/{id}", ("state", application.State.ToString()));
        await db.SaveChangesAsync(cancellationToken);
        return application;
    }
}

using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Instructors.Applications;

/// <summary>Decides an application. Approval makes the applicant an instructor, with a profile, in the same transaction.</summary>
public sealed class ReviewApplication(SchoolDbContext db, ApplicationNews news, WorkOutbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Decides it.</summary>
    /// <exception cref="DomainException"><c>APPLICATION_NOT_FOUND</c>, <c>APPLICATION_NOT_SUBMITTED</c>, <c>OWN_APPLICATION</c>.</exception>
    public async Task<InstructorApplication> ExecuteAsync(
        Actor actor,
        Guid id,
        ApplicationDecision decision,
        string message,
        CancellationToken cancellationToken
    )
    {
        var application =
            await db.InstructorApplications.SingleOrDefaultAsync(a => a.Id == id && a.Submissions > 0, cancellationToken)
            ?? throw OpenApplications.NotFound(id);
        var before = application.State;
        application.Review(decision, actor.UserId, message, clock.GetUtcNow());
        if (decision == ApplicationDecision.Approve)
        {
            await WelcomeAsync(application, cancellationToken);
        }

        audit.Note(actor, ActionOf(decision), $"applications/{id}", new { State = before.ToString() }, new { State = application.State.ToString() });
        news.Tell(application, new ApplicationReviewed(application.Id, application.State));
        await db.SaveChangesAsync(cancellationToken);
        return application;
    }

    private static string ActionOf(ApplicationDecision decision) =>
        decision switch
        {
            ApplicationDecision.Approve => "application.approve",
            ApplicationDecision.Decline => "application.decline",
            _ => "application.request_changes",
        };

    private async Task WelcomeAsync(InstructorApplication application, CancellationToken cancellationToken)
    {
        var applicant = await db.Users.SingleAsync(u => u.Id == application.ApplicantId, cancellationToken);
        applicant.Grant(Roles.Instructor);
        outbox.Add(new FollowInstructorWork(applicant.Id), application.Id.ToString());

        // Somebody who was an instructor before has one.
        var now = clock.GetUtcNow();
        if (await db.InstructorProfiles.SingleOrDefaultAsync(p => p.InstructorId == applicant.Id, cancellationToken) is { } profile)
        {
            profile.Describe(headline: null, application.Bio, application.Expertise, now);
        }
        else
        {
            db.InstructorProfiles.Add(new InstructorProfile(applicant.Id, application.Bio, application.Expertise, now));
        }
    }
}

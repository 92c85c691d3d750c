using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Instructors;

/// <summary>Applies to become an instructor.</summary>
public sealed class SubmitApplication(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Submits the application.</summary>
    /// <exception cref="DomainException"><c>ALREADY_INSTRUCTOR</c>, <c>APPLICATION_OPEN</c>.</exception>
    public async Task<InstructorApplication> ExecuteAsync(Actor actor, string bio, string expertise, CancellationToken cancellationToken)
    {
        var roles = await db.Users.Where(u => u.Id == actor.UserId).Select(u => u.Roles).SingleAsync(cancellationToken);
        if (roles.HasFlag(Roles.Instructor))
        {
            throw new DomainException(InstructorReasons.AlreadyInstructor, "The caller is an instructor already.");
        }

        if (await db.InstructorApplications.AnyAsync(a => a.ApplicantId == actor.UserId && a.State == ApplicationState.Submitted, cancellationToken))
        {
            throw new DomainException(InstructorReasons.ApplicationOpen, "An application waits for a decision.");
        }

        var application = new InstructorApplication(actor.UserId, bio, expertise, clock.GetUtcNow());
        db.InstructorApplications.Add(application);
        await db.SaveChangesAsync(cancellationToken);
        return application;
    }
}

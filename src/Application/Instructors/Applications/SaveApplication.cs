using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Instructors;

namespace ESchool.Application.Instructors.Applications;

/// <summary>Saves the texts of the caller's open application, or begins one; it need not be complete.</summary>
public sealed class SaveApplication(SchoolDbContext db, OpenApplications applications, TimeProvider clock)
{
    /// <summary>Saves them.</summary>
    /// <exception cref="DomainException"><c>ALREADY_INSTRUCTOR</c>, <c>APPLICATION_OPEN</c>, <c>REAPPLY_TOO_SOON</c>.</exception>
    public async Task<InstructorApplication> ExecuteAsync(Actor actor, string bio, string expertise, CancellationToken cancellationToken)
    {
        var application = await applications.FindOrBeginAsync(actor, cancellationToken);
        application.Describe(bio, expertise, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return application;
    }
}

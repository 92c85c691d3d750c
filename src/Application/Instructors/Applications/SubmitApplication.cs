using ESchool.Application.Settings;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Instructors.Applications;

/// <summary>Hands in the caller's open application, or a new one, with these texts.</summary>
public sealed class SubmitApplication(
    SchoolDbContext db,
    OpenApplications applications,
    ApplicationNews news,
    LiveSettings settings,
    IOptions<InstructorOptions> options,
    TimeProvider clock
)
{
    /// <summary>Submits the application.</summary>
    /// <exception cref="DomainException"><c>ALREADY_INSTRUCTOR</c>, <c>APPLICATION_OPEN</c>, <c>REAPPLY_TOO_SOON</c>, <c>DOCUMENTS_MISSING</c>, <c>CLOSED_BY_STAFF</c>.</exception>
    public async Task<InstructorApplication> ExecuteAsync(Actor actor, string bio, string expertise, CancellationToken cancellationToken)
    {
        await settings.RequireOpenAsync(KnownSettings.ApplicationsOpen, cancellationToken);
        var application = await applications.FindOrBeginAsync(actor, cancellationToken);
        application.Describe(bio, expertise, clock.GetUtcNow());
        application.Submit(options.Value.RequireDocuments, clock.GetUtcNow());
        news.Tell(application, new ApplicationSubmitted(application.Id, application.State));
        await db.SaveChangesAsync(cancellationToken);
        return application;
    }
}

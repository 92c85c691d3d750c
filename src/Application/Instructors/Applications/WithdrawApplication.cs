using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Instructors;

namespace ESchool.Application.Instructors.Applications;

/// <summary>Takes an application back; its documents go within the hour.</summary>
public sealed class WithdrawApplication(SchoolDbContext db, OpenApplications applications, ApplicationNews news, TimeProvider clock)
{
    /// <summary>Takes it back.</summary>
    /// <exception cref="DomainException"><c>APPLICATION_NOT_FOUND</c>, <c>APPLICATION_STATE_WRONG</c>.</exception>
    public async Task<InstructorApplication> ExecuteAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        var application = await applications.GetOwnAsync(actor, id, cancellationToken);
        application.Withdraw(clock.GetUtcNow());
        news.Tell(application, new ApplicationWithdrawn(application.Id, application.State));
        await db.SaveChangesAsync(cancellationToken);
        return application;
    }
}

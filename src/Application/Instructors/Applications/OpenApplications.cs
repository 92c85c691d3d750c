using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Instructors.Applications;

/// <summary>The one application of a person that is not over.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class OpenApplications(SchoolDbContext db, IOptions<InstructorOptions> options, TimeProvider clock)
{
    /// <summary>Finds it, or begins one in the present unit of work.</summary>
    /// <exception cref="DomainException"><c>ALREADY_INSTRUCTOR</c>, <c>REAPPLY_TOO_SOON</c>.</exception>
    public async Task<InstructorApplication> FindOrBeginAsync(Actor actor, CancellationToken cancellationToken)
    {
        var roles = await db.Users.Where(u => u.Id == actor.UserId).Select(u => u.Roles).SingleAsync(cancellationToken);
        if (roles.HasFlag(Roles.Instructor))
        {
            throw new DomainException(InstructorReasons.AlreadyInstructor, "The caller is an instructor already.");
        }

        var open = await db.InstructorApplications.SingleOrDefaultAsync(
            a => a.ApplicantId == actor.UserId && InstructorApplication.OpenStates.Contains(a.State),
            cancellationToken
        );
        return open ?? await BeginAsync(actor.UserId, cancellationToken);
    }

    /// <summary>Finds an application of the caller by its id.</summary>
    /// <exception cref="DomainException"><c>APPLICATION_NOT_FOUND</c>: also for anybody else's.</exception>
    public async Task<InstructorApplication> GetOwnAsync(Actor actor, Guid id, CancellationToken cancellationToken) =>
        await db.InstructorApplications.SingleOrDefaultAsync(a => a.Id == id && a.ApplicantId == actor.UserId, cancellationToken) ?? throw NotFound(id);

    internal static DomainException NotFound(Guid id) =>
        new(InstructorReasons.ApplicationNotFound, "{application} does not exist.", ("application", $"applications/{id}"));

    private async Task<InstructorApplication> BeginAsync(Guid userId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var declined = await db
            .InstructorApplications.AsNoTracking()
            .Where(a => a.ApplicantId == userId && a.State == ApplicationState.Declined)
            .OrderByDescending(a => a.ReviewedAt)
            .FirstOrDefaultAsync(cancellationToken);
        if (declined?.ReapplyAt(options.Value.ReapplyAfter) is { } from && from > now)
        {
            throw new DomainException(InstructorReasons.ReapplyTooSoon, "Another application may be begun at {reapply_time}.", ("reapply_time", from))
            {
                RetryAfter = from - now,
            };
        }

        // Two at once: the index ux_applications_open lets one of them in.
        var application = new InstructorApplication(userId, now);
        db.InstructorApplications.Add(application);
        return application;
    }
}

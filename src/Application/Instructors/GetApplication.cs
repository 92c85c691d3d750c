using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Instructors;

/// <summary>Reads an application: one's own, or any for an administrator.</summary>
public sealed class GetApplication(SchoolDbContext db)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>APPLICATION_NOT_FOUND</c>.</exception>
    public async Task<InstructorApplication> ExecuteAsync(Actor actor, Guid id, CancellationToken cancellationToken) =>
        await db.InstructorApplications.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && (a.ApplicantId == actor.UserId || actor.ReadsAll), cancellationToken)
        ?? throw new DomainException(InstructorReasons.ApplicationNotFound, $"There is no application {id}.", ("application", id.ToString()));
}

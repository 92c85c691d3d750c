using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authors;

/// <summary>Takes an invitation to a course of the caller's back.</summary>
public sealed class RevokeInvitation(SchoolDbContext db, CourseAuthors authors)
{
    /// <summary>Deletes it. Done again it changes nothing.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>.</exception>
    public Task ExecuteAsync(Actor actor, Guid courseId, Guid invitationId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                await authors.LockOwnAsync(actor, courseId, cancellationToken);
                await db.CoAuthorInvitations.Where(i => i.Id == invitationId && i.CourseId == courseId).ExecuteDeleteAsync(cancellationToken);
            },
            cancellationToken
        );
}

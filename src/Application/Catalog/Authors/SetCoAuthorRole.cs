using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authors;

/// <summary>Changes what a co-author of a course of the caller's may do.</summary>
public sealed class SetCoAuthorRole(SchoolDbContext db, CourseAuthors authors, Invitations invitations)
{
    /// <summary>Changes it, from their next call on. An invitation of before that they have not answered ends.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>, <c>CO_AUTHOR_NOT_FOUND</c>.</exception>
    public Task<CoAuthorView> ExecuteAsync(Actor actor, Guid courseId, Guid userId, AuthorRole role, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                await authors.LockOwnAsync(actor, courseId, cancellationToken);
                var one = db.CoAuthors.Where(a => a.CourseId == courseId && a.UserId == userId);
                var coAuthor =
                    await one.SingleOrDefaultAsync(cancellationToken)
                    ?? throw new DomainException(
                        AuthorReasons.CoAuthorNotFound,
                        "{co_author} does not exist.",
                        ("co_author", $"courses/{courseId}/coAuthors/{userId}")
                    );
                coAuthor.Become(role);
                await invitations.EndAsync(courseId, userId, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                return await CoAuthorView.Of(db, one).SingleAsync(cancellationToken);
            },
            cancellationToken
        );
}

using ESchool.Application.Catalog.Reviews.Authorship;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authors;

/// <summary>
/// Ends somebody's work on a course: its owner removes them, or they leave. What they made stays; a review they wrote as a student counts again.
/// </summary>
public sealed class RemoveCoAuthor(SchoolDbContext db, CourseAuthors authors, Invitations invitations, FollowAuthorship reviews, WorkOutbox outbox)
{
    /// <summary>Removes them, ends what else they were invited to do with it, and tells the other side. Done again it changes nothing.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>.</exception>
    public Task ExecuteAsync(Actor actor, Guid courseId, Guid userId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var course =
                    userId == actor.UserId
                        ? await authors.CoursesOf(actor.UserId).Where(c => c.Id == courseId).ForNoKeyUpdate().SingleOrDefaultAsync(cancellationToken)
                        : await authors.LockOwnAsync(actor, courseId, cancellationToken);
                if (course is null)
                {
                    return;
                }

                var removed = await db.CoAuthors.Where(a => a.CourseId == courseId && a.UserId == userId).ExecuteDeleteAsync(cancellationToken);
                await invitations.EndAsync(courseId, userId, cancellationToken);
                if (removed > 0)
                {
                    outbox.Tell(userId == actor.UserId ? course.InstructorId : userId, new CoAuthorLeft(courseId, userId));
                    await db.SaveChangesAsync(cancellationToken);
                    await reviews.ExecuteAsync(courseId, userId, cancellationToken);
                }
            },
            cancellationToken
        );
}

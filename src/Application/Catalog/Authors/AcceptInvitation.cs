using ESchool.Application.Catalog.Reviews.Authorship;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authors;

/// <summary>Takes whoever was invited into a course.</summary>
public sealed class AcceptInvitation(SchoolDbContext db, Invitations invitations, FollowAuthorship reviews, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>Takes them in; a review they wrote as a student does not count while they work on the course. Done again it changes nothing.</summary>
    /// <exception cref="DomainException"><c>INVITATION_NOT_FOUND</c>.</exception>
    public Task<CoAuthorView> ExecuteAsync(Actor actor, Guid courseId, Guid invitationId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                // The course's lock: its owner removes somebody or revokes the invitation before or after.
                var course = await db.Courses.Where(c => c.Id == courseId).ForNoKeyUpdate().SingleOrDefaultAsync(cancellationToken);
                var open = await invitations.To(actor).SingleOrDefaultAsync(i => i.Id == invitationId && i.CourseId == courseId, cancellationToken);
                var present = await db.CoAuthors.SingleOrDefaultAsync(a => a.CourseId == courseId && a.UserId == actor.UserId, cancellationToken);
                if (course is not null && open is { } invitation)
                {
                    present = await JoinAsync(actor, course, invitation, present, cancellationToken);
                }

                var own = db.CoAuthors.Where(a => a.CourseId == courseId && a.UserId == actor.UserId);
                return present is null ? throw Invitations.NotFound(courseId, invitationId) : await CoAuthorView.Of(db, own).SingleAsync(cancellationToken);
            },
            cancellationToken
        );

    private async Task<CoAuthor> JoinAsync(Actor actor, Course course, CoAuthorInvitation invitation, CoAuthor? present, CancellationToken cancellationToken)
    {
        db.CoAuthorInvitations.Remove(invitation);
        if (present is not null)
        {
            present.Become(invitation.Role);
            await db.SaveChangesAsync(cancellationToken);
            return present;
        }

        var joined = new CoAuthor(course.Id, actor.UserId, invitation.Role, clock.GetUtcNow());
        db.CoAuthors.Add(joined);
        outbox.Tell(course.InstructorId, new CoAuthorJoined(course.Id, actor.UserId));
        await db.SaveChangesAsync(cancellationToken);
        await reviews.ExecuteAsync(course.Id, actor.UserId, cancellationToken);
        return joined;
    }
}

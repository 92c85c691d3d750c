using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authors;

/// <summary>Invites whoever has an address to work on a course of the caller's.</summary>
public sealed class InviteCoAuthor(SchoolDbContext db, CourseAuthors authors, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>How many co-authors and open invitations a course has at most.</summary>
    public const int Maximum = 20;

    /// <summary>Invites them by mail, and in the feed of the account that has the address. Nothing tells whether there is one.</summary>
    /// <param name="actor">The owner.</param>
    /// <param name="courseId">The course.</param>
    /// <param name="email">The address.</param>
    /// <param name="role">What they may do.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>, <c>INVITATION_OWN</c>, <c>CO_AUTHORS_FULL</c>.
    /// </exception>
    public Task<InvitationView> ExecuteAsync(Actor actor, Guid courseId, string email, AuthorRole role, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var course = await authors.LockOwnAsync(actor, courseId, cancellationToken);
                var (address, now) = (User.NormalizeEmail(email), clock.GetUtcNow());
                var owner = await db.Users.Where(u => u.Id == actor.UserId).SingleAsync(cancellationToken);
                if (owner.EmailNormalized == address)
                {
                    throw new DomainException(AuthorReasons.InvitationOwn, "The caller owns {course}.", ("course", $"courses/{courseId}"));
                }

                var invitation = await RenewAsync(courseId, address, role, now, cancellationToken);
                outbox.Add(new CoAuthorInvitationEmailWork(invitation.Id), Guid.NewGuid().ToString());
                if (await db.Users.Where(u => u.EmailNormalized == address && u.EmailVerifiedAt != null).SingleOrDefaultAsync(cancellationToken) is { } invited)
                {
                    outbox.Tell(invited.Id, new CoAuthorInvited(courseId, invitation.Id));
                }

                await db.SaveChangesAsync(cancellationToken);
                return new InvitationView(invitation, course.Text.Title, owner.DisplayName);
            },
            cancellationToken
        );

    private async Task<CoAuthorInvitation> RenewAsync(Guid courseId, string address, AuthorRole role, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var present = await db.CoAuthorInvitations.SingleOrDefaultAsync(i => i.CourseId == courseId && i.Email == address, cancellationToken);
        if (present is not null)
        {
            present.Renew(role, now);
            return present;
        }

        var count =
            await db.CoAuthors.CountAsync(a => a.CourseId == courseId, cancellationToken)
            + await db.CoAuthorInvitations.CountAsync(i => i.CourseId == courseId && i.ExpiresAt > now, cancellationToken);
        if (count >= Maximum)
        {
            throw new DomainException(AuthorReasons.CoAuthorsFull, "A course has at most {maximum} co-authors and open invitations.", ("maximum", Maximum));
        }

        var invitation = new CoAuthorInvitation(courseId, address, role, now);
        db.CoAuthorInvitations.Add(invitation);
        return invitation;
    }
}

using ESchool.Application.Identity.Sessions;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Identity;

namespace ESchool.Application.Administration.SupportViews;

/// <summary>A view that was started.</summary>
/// <param name="View">The view.</param>
/// <param name="Token">The access token to make calls in it with.</param>
public sealed record OpenSupportView(SupportView View, string Token);

/// <summary>Lets one of the staff see what a user sees. The user is told, and the audit log has who, whom and why.</summary>
public sealed class StartSupportView(SchoolDbContext db, AccessTokens tokens, WorkOutbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Starts it.</summary>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>, <c>SUPPORT_VIEW_OF_STAFF</c>.</exception>
    public Task<OpenSupportView> ExecuteAsync(Actor actor, Guid userId, string reason, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var user = await Accounts.LockAsync(db, userId, cancellationToken);
                if (user.Id == actor.UserId || (user.Roles & (Roles.Admin | Roles.Support)) != 0)
                {
                    throw new DomainException(AdministrationReasons.SupportViewOfStaff, "{user} is one of the staff.", ("user", $"users/{userId}"));
                }

                var view = new SupportView(actor.UserId, actor.SessionId, userId, reason, clock.GetUtcNow());
                db.SupportViews.Add(view);
                audit.Note(
                    actor,
                    "support_view.start",
                    $"users/{userId}",
                    after: new
                    {
                        view = $"supportViews/{view.Id}",
                        reason = view.Reason,
                        until = view.ExpiresAt,
                    }
                );
                outbox.Tell(userId, new AccountViewed(view.Id));
                await db.SaveChangesAsync(cancellationToken);
                return new OpenSupportView(view, tokens.IssueView(user, view.SessionId, actor.UserId, view.Id, view.ExpiresAt));
            },
            cancellationToken
        );
}

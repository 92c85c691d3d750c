using ESchool.Application.Identity.Sessions;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.SupportViews;

/// <summary>Asks the database, with every call that is made in a view, whether it may still be made, and counts it.</summary>
public sealed class CountViewedCall(SchoolDbContext db, TimeProvider clock)
{
    private const int Staff = (int)(Roles.Admin | Roles.Support);

    /// <summary>
    /// Counts a call. One statement decides: the view is open, the session of the one who sees is too, with the role, and the user is none of the staff. A user
    /// who is suspended is seen all the same: that is when people write to support.
    /// </summary>
    /// <param name="actor">Who calls: the user, in a view.</param>
    /// <param name="isRefused">True when the call is about to be refused.</param>
    /// <param name="cancellationToken">Stops before it is counted.</param>
    /// <exception cref="DomainException"><c>ACCESS_TOKEN_INVALID</c>.</exception>
    public async Task ExecuteAsync(Actor actor, bool isRefused, CancellationToken cancellationToken)
    {
        var (now, refused) = (clock.GetUtcNow(), isRefused ? 1 : 0);
        var counted = await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE administration.support_views v SET calls = v.calls + 1, refused_calls = v.refused_calls + {refused}, last_call_at = {now}
            FROM identity.sessions s, identity.users staff, identity.users u
            WHERE v.id = {actor.ViewId} AND v.user_id = {actor.UserId} AND v.ended_at IS NULL AND v.expires_at > {now}
                AND s.id = v.session_id AND s.user_id = v.staff_id AND s.revoked_at IS NULL AND s.expires_at > {now}
                AND staff.id = v.staff_id AND staff.suspended_at IS NULL AND (staff.roles & {Staff}) <> 0
                AND u.id = v.user_id AND u.erased_at IS NULL AND (u.roles & {Staff}) = 0
            """,
            cancellationToken
        );
        if (counted == 0)
        {
            throw CheckSession.Ended();
        }
    }
}

using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Dashboard;

/// <summary>What the address of the job dashboard carries, sealed.</summary>
/// <param name="TicketId">Makes it good for one use.</param>
/// <param name="AdminId">For whom.</param>
/// <param name="SessionId">The session it was made in; it ends with it.</param>
/// <param name="ExpiresAt">Until when.</param>
public sealed record DashboardTicket(Guid TicketId, Guid AdminId, Guid SessionId, DateTimeOffset ExpiresAt)
{
    /// <summary>The purpose under which links are sealed.</summary>
    public const string LinkPurpose = "dashboard.link";

    /// <summary>The purpose under which the browser's cookie is sealed.</summary>
    public const string CookiePurpose = "dashboard.cookie";

    /// <summary>True while the session it was made in runs and its owner is an administrator.</summary>
    internal Task<bool> IsOfAdministratorAsync(SchoolDbContext db, CancellationToken cancellationToken) =>
        db.Sessions.AnyAsync(
            s =>
                s.Id == SessionId
                && s.RevokedAt == null
                && db.Users.Any(u => u.Id == AdminId && u.Id == s.UserId && u.SuspendedAt == null && (u.Roles & Roles.Admin) != 0),
            cancellationToken
        );
}

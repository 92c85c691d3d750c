using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Administration;

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
}

/// <summary>Makes an address that opens the job dashboard in an administrator's browser.</summary>
public sealed class CreateDashboardLink(SchoolDbContext db, AuditTrail audit, SealedTokens tokens, IOptions<PublicOptions> addresses, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    /// <summary>Makes it.</summary>
    public async Task<(Uri Url, DateTimeOffset ExpiresAt)> ExecuteAsync(Actor actor, CancellationToken cancellationToken)
    {
        var ticket = new DashboardTicket(Guid.CreateVersion7(), actor.UserId, actor.SessionId, clock.GetUtcNow() + Lifetime);
        audit.Note(actor, "dashboard.link", $"users/{actor.UserId}");
        await db.SaveChangesAsync(cancellationToken);
        return (new Uri(addresses.Value.WorkersUrl, $"hangfire/open?ticket={tokens.Create(DashboardTicket.LinkPurpose, ticket)}"), ticket.ExpiresAt);
    }
}

/// <summary>Exchanges a dashboard link, once, for the content of a browser cookie.</summary>
public sealed class OpenDashboard(SchoolDbContext db, SealedTokens tokens, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Uses the link up.</summary>
    /// <returns>The cookie's content, or null when the link is not ours, used or expired, or its owner is no administrator any more.</returns>
    public async Task<string?> ExecuteAsync(string link, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ticket = tokens.Read<DashboardTicket>(DashboardTicket.LinkPurpose, link);
        if (ticket is null || ticket.ExpiresAt <= now || !await IsAdminAsync(ticket, cancellationToken))
        {
            return null;
        }

        // The audit log is append-only and its id is the ticket's: a second use meets the first's row.
        var first = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO administration.audit_events (id, actor_id, action, resource, happened_at)
            VALUES ({ticket.TicketId}, {ticket.AdminId}, {"dashboard.open"}, {$"users/{ticket.AdminId}"}, {now}) ON CONFLICT (id) DO NOTHING
            """,
            cancellationToken);
        return first == 1 ? tokens.Create(DashboardTicket.CookiePurpose, ticket with { ExpiresAt = now + Lifetime }) : null;
    }

    /// <summary>Whose cookie it is, when it opens the dashboard now; null when it does not.</summary>
    public async Task<DashboardTicket?> FindAsync(string cookie, CancellationToken cancellationToken) =>
        tokens.Read<DashboardTicket>(DashboardTicket.CookiePurpose, cookie) is { } ticket
        && ticket.ExpiresAt > clock.GetUtcNow()
        && await IsAdminAsync(ticket, cancellationToken)
            ? ticket
            : null;

    private Task<bool> IsAdminAsync(DashboardTicket ticket, CancellationToken cancellationToken) =>
        db.Sessions.AnyAsync(
            s => s.Id == ticket.SessionId && s.RevokedAt == null
                && db.Users.Any(u => u.Id == ticket.AdminId && u.Id == s.UserId && u.SuspendedAt == null && (u.Roles & Domain.Identity.Roles.Admin) != 0),
            cancellationToken);
}

/// <summary>Writes what an administrator does in the job dashboard into the audit log.</summary>
public sealed class NoteDashboardAct(SchoolDbContext db, AuditTrail audit)
{
    /// <summary>Notes it before it is done: nothing is done that is not noted.</summary>
    /// <param name="adminId">Who.</param>
    /// <param name="act">Which of the dashboard's commands, as its path says.</param>
    /// <param name="jobs">On which jobs.</param>
    /// <param name="cancellationToken">Stops before it is noted.</param>
    public Task ExecuteAsync(Guid adminId, string act, IReadOnlyList<string> jobs, CancellationToken cancellationToken)
    {
        audit.Note(adminId, "dashboard.act", $"users/{adminId}", after: new { act, jobs });
        return db.SaveChangesAsync(cancellationToken);
    }
}

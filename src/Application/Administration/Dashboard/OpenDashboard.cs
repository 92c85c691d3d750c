using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Dashboard;

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
        if (ticket is null || ticket.ExpiresAt <= now || !await ticket.IsOfAdministratorAsync(db, cancellationToken))
        {
            return null;
        }

        // The audit log is append-only and its id is the ticket's: a second use meets the first's row.
        var first = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO administration.audit_events (id, actor_id, action, resource, network, user_agent, happened_at)
            VALUES ({ticket.TicketId}, {ticket.AdminId}, {"dashboard.open"}, {$"users/{ticket.AdminId}"}, '', '', {now})
                ON CONFLICT (id) DO NOTHING
            """,
            cancellationToken
        );
        return first == 1 ? tokens.Create(DashboardTicket.CookiePurpose, ticket with { ExpiresAt = now + Lifetime }) : null;
    }
}

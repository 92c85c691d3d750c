using ESchool.Data;

namespace ESchool.Application.Administration.Dashboard;

/// <summary>Reads the cookie by which a browser shows the job dashboard.</summary>
public sealed class FindDashboardTicket(SchoolDbContext db, SealedTokens tokens, TimeProvider clock)
{
    /// <summary>Whose cookie it is, when it opens the dashboard now; null when it does not.</summary>
    public async Task<DashboardTicket?> ExecuteAsync(string cookie, CancellationToken cancellationToken) =>
        tokens.Read<DashboardTicket>(DashboardTicket.CookiePurpose, cookie) is { } ticket
        && ticket.ExpiresAt > clock.GetUtcNow()
        && await ticket.IsOfAdministratorAsync(db, cancellationToken)
            ? ticket
            : null;
}

using ESchool.Data;
using ESchool.Domain;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Administration.Dashboard;

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

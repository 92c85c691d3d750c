using ESchool.Data;
using ESchool.Domain.Administration;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration;

/// <summary>Which events are listed; null means all.</summary>
/// <param name="ActorId">Only what this user did.</param>
/// <param name="Resource">Only what happened to this resource.</param>
/// <param name="Action">Only this action, or all that begin with it when it ends in a dot.</param>
/// <param name="From">Only from this time on.</param>
/// <param name="Before">Only before this time.</param>
public sealed record AuditFilter(Guid? ActorId, string? Resource, string? Action, DateTimeOffset? From, DateTimeOffset? Before);

/// <summary>Lists the audit log, the newest first.</summary>
public sealed class ListAuditEvents(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<AuditEvent>> ExecuteAsync(AuditFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var events = db.AuditEvents.AsNoTracking().Where(e => page.AfterId == null || e.Id < page.AfterId);
        events = filter.ActorId is { } actorId ? events.Where(e => e.ActorId == actorId) : events;
        events = filter.Resource is { } resource ? events.Where(e => e.Resource == resource) : events;
        events = filter.Action is { } action ? events.Where(e => action.EndsWith('.') ? e.Action.StartsWith(action) : e.Action == action) : events;
        events = filter.From is { } from ? events.Where(e => e.HappenedAt >= from) : events;
        events = filter.Before is { } before ? events.Where(e => e.HappenedAt < before) : events;
        var rows = await events.OrderByDescending(e => e.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<AuditEvent>.Of(rows, page.Size, e => e.Id.ToString());
    }
}

using System.Globalization;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Notifications;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Notifications.Feed;

/// <summary>Lists the caller's notifications, newest first.</summary>
public sealed class ListNotifications(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<UserEvent>> ExecuteAsync(Actor actor, PageRequest page, CancellationToken cancellationToken)
    {
        var before = page.After is null ? long.MaxValue : long.Parse(page.After, CultureInfo.InvariantCulture);
        var rows = await db
            .UserEvents.AsNoTracking()
            .Where(e => e.UserId == actor.UserId && e.Sequence < before)
            .OrderByDescending(e => e.Sequence)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<UserEvent>.Of(rows, page.Size, e => e.Sequence.ToString(CultureInfo.InvariantCulture));
    }
}

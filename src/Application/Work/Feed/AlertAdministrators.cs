using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Work.Feed;

/// <summary>Puts an event into the feed of every administrator.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class AlertAdministrators(SchoolDbContext db, WorkOutbox outbox)
{
    /// <summary>Adds the events to the present unit of work; the caller saves.</summary>
    public async Task AlertAsync<TEvent>(TEvent happened, CancellationToken cancellationToken)
        where TEvent : IFeedEvent
    {
        var administrators = await db.Users.Where(u => (u.Roles & Roles.Admin) != 0).Select(u => u.Id).ToListAsync(cancellationToken);
        outbox.Tell(administrators.Select(id => FeedEventWork.Of(id, happened)));
    }
}

using System.Text.Json;
using ESchool.Application.Notifications;
using ESchool.Application.Work;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Workers.Notifications;

/// <summary>Adds a batch of announced events to their feeds, in the order they were announced.</summary>
internal sealed class UserEventsJob(SchoolDbContext db, PublishUserEvents useCase)
{
    public async Task RunAsync(Guid[] requestIds, CancellationToken cancellationToken)
    {
        var requests = await db.OutboxMessages.AsNoTracking()
            .Where(m => requestIds.Contains(m.Id)).OrderBy(m => m.Id)
            .Select(m => new { m.Id, m.Payload, m.CreatedAt }).ToListAsync(cancellationToken);
        await useCase.ExecuteAsync(
            requests.ConvertAll(r => new AnnouncedEvent(r.Id, JsonSerializer.Deserialize<UserEventWork>(r.Payload)!, r.CreatedAt)), cancellationToken);
    }
}

using ESchool.Application.Notifications.Feed;

namespace ESchool.Workers.Notifications;

/// <summary>Adds announced events to their feeds, where the outbox pump could not: of a batch, all but the bad ones.</summary>
internal sealed class UserEventsJob(PublishUserEvents useCase)
{
    public Task RunAsync(Guid[] requestIds, CancellationToken cancellationToken) => useCase.ExecuteAsync(requestIds, cancellationToken);
}

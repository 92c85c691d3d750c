using ESchool.Application.Notifications;

namespace ESchool.Workers.Notifications;

/// <summary>Adds a batch of announced events to their feeds.</summary>
internal sealed class UserEventsJob(PublishUserEvents useCase)
{
    public Task RunAsync(Guid[] requestIds, CancellationToken cancellationToken) => useCase.ExecuteAsync(requestIds, cancellationToken);
}

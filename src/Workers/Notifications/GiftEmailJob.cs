using System.Text.Json;
using ESchool.Application.Notifications;
using ESchool.Application.Work;

namespace ESchool.Workers.Notifications;

/// <summary>Sends a gift to whom it is meant for.</summary>
internal sealed class GiftEmailJob(SendGiftEmail useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken) => useCase.ExecuteAsync(JsonSerializer.Deserialize<GiftWork>(payload)!.OrderId, cancellationToken);
}

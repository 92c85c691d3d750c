using System.Text.Json;
using ESchool.Application.Work;

namespace ESchool.Workers.Outbox;

/// <summary>The job of every kind of work: reads the request and hands it to its handler.</summary>
internal sealed class WorkJob<TWork>(IHandle<TWork> handler)
    where TWork : IWork
{
    public Task RunAsync(string payload, CancellationToken cancellationToken) => handler.HandleAsync(Read(payload), cancellationToken);

    /// <summary>Its last try has failed.</summary>
    public static async Task GiveUpAsync(IServiceProvider services, string payload, Exception fault)
    {
        foreach (var one in services.GetServices<IGiveUp<TWork>>())
        {
            await one.GiveUpAsync(Read(payload), fault, CancellationToken.None);
        }
    }

    private static TWork Read(string payload) => JsonSerializer.Deserialize<TWork>(payload) ?? throw new JsonException($"The payload of {TWork.Kind} is null.");
}

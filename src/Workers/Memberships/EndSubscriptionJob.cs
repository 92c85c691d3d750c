using System.Text.Json;
using ESchool.Application.Memberships;
using ESchool.Application.Work;

namespace ESchool.Workers.Memberships;

/// <summary>Ends a membership whose payment did not stay.</summary>
internal sealed class EndSubscriptionJob(EndSubscription useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<SubscriptionWork>(payload)!;
        return useCase.ExecuteAsync(work.SubscriptionId, cancellationToken);
    }
}

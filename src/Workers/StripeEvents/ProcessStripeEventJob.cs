using System.Text.Json;
using ESchool.Application.StripeEvents;
using ESchool.Application.Work;

namespace ESchool.Workers.StripeEvents;

/// <summary>Handles a stored Stripe event.</summary>
internal sealed class ProcessStripeEventJob(ProcessStripeEvent useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<StripeEventWork>(payload)!;
        return useCase.ExecuteAsync(work.EventId, cancellationToken);
    }
}

using System.Text.Json;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Work;

namespace ESchool.Workers.Payments.Checkout;

/// <summary>Closes the open page of something its student has by now.</summary>
internal sealed class CloseOrderJob(CloseOrder useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<OrderWork>(payload)!;
        return useCase.ExecuteAsync(work.OrderId, cancellationToken);
    }
}

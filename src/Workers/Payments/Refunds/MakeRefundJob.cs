using System.Text.Json;
using ESchool.Application.Payments.Refunds;
using ESchool.Application.Work;

namespace ESchool.Workers.Payments.Refunds;

/// <summary>Carries a decided refund out.</summary>
internal sealed class MakeRefundJob(MakeRefund useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<RefundWork>(payload)!;
        return useCase.ExecuteAsync(work.RefundId, cancellationToken);
    }
}

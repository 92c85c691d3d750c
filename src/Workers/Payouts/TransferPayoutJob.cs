using System.Text.Json;
using ESchool.Application.Payouts;
using ESchool.Application.Work;

namespace ESchool.Workers.Payouts;

/// <summary>Carries an approved payout out.</summary>
internal sealed class TransferPayoutJob(TransferPayout useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<PayoutWork>(payload)!;
        return useCase.ExecuteAsync(work.PayoutId, cancellationToken);
    }
}

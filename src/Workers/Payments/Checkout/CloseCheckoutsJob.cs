using System.Text.Json;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Work;

namespace ESchool.Workers.Payments.Checkout;

/// <summary>Closes the checkout pages of a course that is off sale.</summary>
internal sealed class CloseCheckoutsJob(CloseCheckouts useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<CourseWork>(payload)!;
        return useCase.ExecuteAsync(work.CourseId, cancellationToken);
    }
}

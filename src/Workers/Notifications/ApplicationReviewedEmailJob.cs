using System.Text.Json;
using ESchool.Application.Notifications;
using ESchool.Application.Work;

namespace ESchool.Workers.Notifications;

/// <summary>Sends the decision on an instructor's application.</summary>
internal sealed class ApplicationReviewedEmailJob(SendApplicationReviewedEmail useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<ApplicationWork>(payload)!;
        return useCase.ExecuteAsync(work.ApplicationId, cancellationToken);
    }
}

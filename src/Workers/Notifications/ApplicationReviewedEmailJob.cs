using System.Text.Json;
using ESchool.Application.Notifications;
using ESchool.Application.Work;

namespace ESchool.Workers.Notifications;

/// <summary>Tells an applicant where the application stands.</summary>
internal sealed class ApplicationReviewedEmailJob(SendApplicationReviewedEmail useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<ApplicationWork>(payload)!;
        return useCase.ExecuteAsync(work.ApplicationId, work.State, cancellationToken);
    }
}

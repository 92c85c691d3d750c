using System.Text.Json;
using ESchool.Application.Notifications;
using ESchool.Application.Work;

namespace ESchool.Workers.Notifications;

/// <summary>Sends the e-mail that verifies an address.</summary>
internal sealed class VerificationEmailJob(SendVerificationEmail useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<RegistrationWork>(payload)!;
        return useCase.ExecuteAsync(work.UserId, work.RegistrationId, cancellationToken);
    }
}

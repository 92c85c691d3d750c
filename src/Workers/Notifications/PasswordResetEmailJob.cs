using System.Text.Json;
using ESchool.Application.Notifications;
using ESchool.Application.Work;

namespace ESchool.Workers.Notifications;

/// <summary>Sends the e-mail that sets a new password.</summary>
internal sealed class PasswordResetEmailJob(SendPasswordResetEmail useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<UserWork>(payload)!;
        return useCase.ExecuteAsync(work.UserId, cancellationToken);
    }
}

using System.Text.Json;
using ESchool.Application.Notifications;
using ESchool.Application.Work;

namespace ESchool.Workers.Notifications;

/// <summary>Tells a user that something about how they sign in has changed.</summary>
internal sealed class SecurityNoticeEmailJob(SendSecurityNoticeEmail useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<SecurityNoticeWork>(payload)!;
        return useCase.ExecuteAsync(work.UserId, work.Notice, cancellationToken);
    }
}

using System.Text.Json;
using ESchool.Application.Notifications;
using ESchool.Application.Work;

namespace ESchool.Workers.Notifications;

/// <summary>Tells an owner that their address was registered again.</summary>
internal sealed class AddressKnownEmailJob(SendAddressKnownEmail useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<RegistrationWork>(payload)!;
        return useCase.ExecuteAsync(work.UserId, work.RegistrationId, cancellationToken);
    }
}

using System.Text.Json;
using ESchool.Application.Identity.Avatars;
using ESchool.Application.Work;

namespace ESchool.Workers.Identity;

/// <summary>Re-encodes an uploaded picture.</summary>
internal sealed class AvatarJob(ProcessAvatar useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<AvatarWork>(payload)!;
        return useCase.ExecuteAsync(work.UserId, work.UploadId, cancellationToken);
    }
}

using System.Text.Json;
using ESchool.Application.Catalog;
using ESchool.Application.Work;

namespace ESchool.Workers.Catalog;

/// <summary>Puts what an instructor sells on sale or takes it off.</summary>
internal sealed class FollowInstructorJob(FollowInstructor useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken) => useCase.OneAsync(JsonSerializer.Deserialize<UserWork>(payload)!.UserId, cancellationToken);
}

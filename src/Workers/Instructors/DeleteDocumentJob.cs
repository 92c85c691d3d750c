using System.Text.Json;
using ESchool.Application.Instructors;
using ESchool.Application.Work;

namespace ESchool.Workers.Instructors;

/// <summary>Deletes a document that nobody needs any more, or whose person was erased.</summary>
internal sealed class DeleteDocumentJob(DeleteDocument useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<DocumentWork>(payload)!;
        return useCase.ExecuteAsync(work.Key, cancellationToken);
    }
}

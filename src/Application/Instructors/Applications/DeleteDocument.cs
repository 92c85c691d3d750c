using ESchool.Application.Storage;
using ESchool.Application.Work;

namespace ESchool.Application.Instructors.Applications;

/// <summary>Deletes a document that nobody needs any more, or whose person was erased.</summary>
public sealed class DeleteDocument(ObjectStorage storage) : IHandle<DocumentWork>
{
    Task IHandle<DocumentWork>.HandleAsync(DocumentWork work, CancellationToken cancellationToken) => ExecuteAsync(work.Key, cancellationToken);

    /// <summary>Deletes it; one that is gone is fine.</summary>
    public Task ExecuteAsync(string key, CancellationToken cancellationToken) => storage.DeleteAsync(storage.DocumentsBucket, key, cancellationToken);
}

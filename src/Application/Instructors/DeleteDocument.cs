namespace ESchool.Application.Instructors;

/// <summary>Deletes an object that no application needs any more.</summary>
public sealed class DeleteDocument(ObjectStorage storage)
{
    /// <summary>Deletes it; one that is gone is fine.</summary>
    public Task ExecuteAsync(string key, CancellationToken cancellationToken) => storage.DeleteAsync(storage.DocumentsBucket, key, cancellationToken);
}

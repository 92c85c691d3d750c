using ESchool.Application.Storage;
using ESchool.Domain.Administration.Exports;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration.Exports;

/// <summary>The files that the attempts at an export have left in the bucket of documents.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class ExportFiles(ObjectStorage storage)
{
    /// <summary>Deletes those of all attempts, also of killed ones.</summary>
    public async Task DeleteAllAsync(TableExport export, CancellationToken cancellationToken)
    {
        await storage.AbortMultipartsAsync(storage.DocumentsBucket, export.Folder, cancellationToken);
        foreach (var key in await storage.ListAsync(storage.DocumentsBucket, export.Folder, cancellationToken))
        {
            await storage.DeleteAsync(storage.DocumentsBucket, key, cancellationToken);
        }
    }
}

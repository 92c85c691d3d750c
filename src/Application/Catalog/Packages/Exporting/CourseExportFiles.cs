using ESchool.Application.Storage;
using ESchool.Domain.Catalog.Packages;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Packages.Exporting;

/// <summary>The files that the attempts at an export have left in the bucket of documents.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class CourseExportFiles(ObjectStorage storage)
{
    /// <summary>Deletes those of all attempts, also of killed ones.</summary>
    public async Task DeleteAllAsync(CourseExport export, CancellationToken cancellationToken)
    {
        await storage.AbortMultipartsAsync(storage.DocumentsBucket, export.Folder, cancellationToken);
        foreach (var key in await storage.ListAsync(storage.DocumentsBucket, export.Folder, cancellationToken))
        {
            await storage.DeleteAsync(storage.DocumentsBucket, key, cancellationToken);
        }
    }
}

using ESchool.Application.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Packages.Importing;

/// <summary>Videos that an attempt has stored, and that belong to no draft.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class LooseFiles(ObjectStorage storage)
{
    /// <summary>Deletes them, also those that are half written.</summary>
    public async Task EraseAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            await storage.AbortMultipartsAsync(storage.MediaBucket, key, cancellationToken);
            await storage.EraseAsync(storage.MediaBucket, key, cancellationToken);
        }
    }
}

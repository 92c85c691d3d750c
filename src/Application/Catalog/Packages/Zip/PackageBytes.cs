using ESchool.Application.Storage;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Zip;

/// <summary>The bytes of an uploaded package, read from S3 where they are needed. Nothing of it is written to a disk.</summary>
/// <param name="storage">The storage.</param>
/// <param name="key">Where it lies in the bucket of documents.</param>
/// <param name="size">Its size in bytes.</param>
internal sealed class PackageBytes(ObjectStorage storage, string key, long size)
{
    /// <summary>The package's size in bytes.</summary>
    public long Size => size;

    /// <summary>Reads from a place on, at most so many bytes.</summary>
    /// <exception cref="PackageRefusedException">It is gone.</exception>
    public async Task<Stream> OpenAsync(long first, long count, CancellationToken cancellationToken)
    {
        var last = Math.Min(first + count, size) - 1;
        if (last < first)
        {
            throw new PackageRefusedException(ImportRefusal.Damaged);
        }

        return await storage.OpenAsync(storage.DocumentsBucket, key, "", (first, last), cancellationToken)
            ?? throw new PackageRefusedException(ImportRefusal.UploadGone);
    }

    /// <summary>Reads a few bytes, as many as are there.</summary>
    public async Task<byte[]> ReadAsync(long first, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[Math.Min(count, size - first)];
        await using var stream = await OpenAsync(first, bytes.Length, cancellationToken);
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}

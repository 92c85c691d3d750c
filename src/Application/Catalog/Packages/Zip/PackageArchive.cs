using System.Buffers.Binary;
using System.IO.Compression;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Zip;

/// <summary>The files of a package, by path. A ZIP in it is a file like any other, and is not opened.</summary>
internal sealed class PackageArchive
{
    /// <summary>The size of what stands before the name and the content of an entry.</summary>
    public const int LocalHeaderSize = 30;

    private readonly PackageBytes bytes;
    private readonly Dictionary<string, PackageEntry> entries;

    private PackageArchive(PackageBytes bytes, IReadOnlyList<PackageEntry> entries)
    {
        this.bytes = bytes;
        Entries = entries;
        this.entries = entries.ToDictionary(e => e.Path, StringComparer.Ordinal);
    }

    /// <summary>All files, in the order of the ZIP's directory.</summary>
    public IReadOnlyList<PackageEntry> Entries { get; }

    /// <summary>Reads what is in a package.</summary>
    /// <exception cref="PackageRefusedException">The package is none, or is unsafe.</exception>
    public static async Task<PackageArchive> OpenAsync(PackageBytes bytes, PackageOptions limits, CancellationToken cancellationToken) =>
        new(bytes, await new ZipDirectory(bytes, limits).ReadAsync(cancellationToken));

    /// <summary>Finds a file; null when there is none.</summary>
    public PackageEntry? Find(string? path) => path is not null && entries.TryGetValue(path, out var entry) ? entry : null;

    /// <summary>Reads a file as a stream, which ends with a refusal when the content is not what the directory says.</summary>
    public async Task<Stream> OpenAsync(PackageEntry entry, CancellationToken cancellationToken)
    {
        // The lengths of name and extra field may be others here than in the directory.
        var stream = await bytes.OpenAsync(entry.HeaderOffset, LocalHeaderSize + (2L * ushort.MaxValue) + entry.CompressedBytes, cancellationToken);
        try
        {
            var header = new byte[LocalHeaderSize];
            await stream.ReadExactlyAsync(header, cancellationToken);
            var skipped = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
            if (!header.AsSpan().StartsWith("PK\u0003\u0004"u8))
            {
                throw new PackageRefusedException(ImportRefusal.Damaged, EntryNames.Shown(entry.Path));
            }

            await stream.ReadExactlyAsync(new byte[skipped], cancellationToken);
            Stream content = new BoundedStream(stream, entry.CompressedBytes);
            return new CheckedStream(entry.IsDeflated ? new DeflateStream(content, CompressionMode.Decompress) : content, entry);
        }
        catch (Exception fault)
        {
            await stream.DisposeAsync();
            throw fault is EndOfStreamException ? new PackageRefusedException(ImportRefusal.Damaged, EntryNames.Shown(entry.Path)) : fault;
        }
    }

    /// <summary>Reads a small file whole.</summary>
    /// <param name="entry">The file.</param>
    /// <param name="mostBytes">How large it may be.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>Null when it is larger.</returns>
    public async Task<byte[]?> ReadAsync(PackageEntry entry, int mostBytes, CancellationToken cancellationToken)
    {
        if (entry.SizeBytes > mostBytes)
        {
            return null;
        }

        await using var stream = await OpenAsync(entry, cancellationToken);
        using var content = new MemoryStream((int)entry.SizeBytes);
        await stream.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }
}

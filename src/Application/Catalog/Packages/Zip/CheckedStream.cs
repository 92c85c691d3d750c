using System.IO.Hashing;
using ESchool.Application.Storage;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Zip;

/// <summary>The content of an entry: exactly as many bytes as the directory says, with its CRC-32; never more, however it was compressed.</summary>
internal sealed class CheckedStream(Stream inner, PackageEntry entry) : ReadOnlyStream(inner)
{
    private readonly Crc32 crc = new();
    private long left = entry.SizeBytes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0)
        {
            return 0;
        }

        var count = await TryReadAsync(buffer, cancellationToken);
        left -= count;
        crc.Append(buffer.Span[..count]);
        return left < 0 || (count == 0 && (left > 0 || crc.GetCurrentHashAsUInt32() != entry.Crc)) ? throw Damaged() : count;
    }

    private async Task<int> TryReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await Inner.ReadAsync(buffer, cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw Damaged();
        }
    }

    private PackageRefusedException Damaged() => new(ImportRefusal.Damaged, EntryNames.Shown(entry.Path));
}

using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Zip;

/// <summary>The content of an entry: exactly as many bytes as the directory says, with its CRC-32; never more, however it was compressed.</summary>
internal sealed class CheckedStream(Stream inner, PackageEntry entry) : ReadOnlyStream(inner)
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Reflected)];

    private long left = entry.SizeBytes;
    private uint crc = uint.MaxValue;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0)
        {
            return 0;
        }

        var count = await TryReadAsync(buffer, cancellationToken);
        left -= count;
        foreach (var one in buffer.Span[..count])
        {
            crc = Table[(crc ^ one) & 0xFF] ^ (crc >> 8);
        }

        return left < 0 || (count == 0 && (left > 0 || ~crc != entry.Crc)) ? throw Damaged() : count;
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

    /// <summary>The polynomial of ZIP (0x04C11DB7), with its bits in the order of the bytes.</summary>
    private static uint Reflected(int value) =>
        Enumerable.Range(0, 8).Aggregate((uint)value, (rest, _) => (rest & 1) == 0 ? rest >> 1 : 0xEDB88320 ^ (rest >> 1));
}

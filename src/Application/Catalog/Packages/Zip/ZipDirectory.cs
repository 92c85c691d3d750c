using System.Buffers.Binary;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Zip;

/// <summary>
/// Reads the directory of a ZIP (PKWARE's APPNOTE, sections 4.3 and 4.5.3), one entry after the other, and stops at the first that is too much or unsafe. The
/// reader of .NET holds all entries before anybody can count them, and checks no CRC.
/// </summary>
internal sealed class ZipDirectory(PackageBytes bytes, PackageOptions limits)
{
    private const int EndSize = 22;
    private const int LongestComment = 65_535;
    private const int LocatorSize = 20;
    private const int End64Size = 56;
    private const int HeaderSize = 46;
    private const uint Full32 = uint.MaxValue;

    /// <summary>Nobody's lecture notes shrink to a two-hundredth; a few megabytes do no harm.</summary>
    private const int MostRatio = 200;
    private const long SmallBytes = 10L * 1024 * 1024;

    private readonly List<PackageEntry> entries = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private long unpackedBytes;
    private int headers;

    /// <summary>Reads all files; folders are left out.</summary>
    /// <exception cref="PackageRefusedException">The package is none, or is unsafe.</exception>
    public async Task<IReadOnlyList<PackageEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        var (first, length) = await FindAsync(cancellationToken);
        if (length > 0)
        {
            await using var directory = new BufferedStream(await bytes.OpenAsync(first, length, cancellationToken), 64 * 1024);
            var left = length;
            while (left > 0)
            {
                left -= await ReadHeaderAsync(directory, left, cancellationToken);
            }
        }

        RequireApart(first);
        return entries;
    }

    private async Task<(long First, long Length)> FindAsync(CancellationToken cancellationToken)
    {
        if (bytes.Size < EndSize)
        {
            throw new PackageRefusedException(ImportRefusal.NotAZip);
        }

        var tailStart = Math.Max(0, bytes.Size - EndSize - LongestComment - LocatorSize);
        var tail = await bytes.ReadAsync(tailStart, (int)(bytes.Size - tailStart), cancellationToken);
        for (var at = tail.Length - EndSize; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (!end.StartsWith("PK\u0005\u0006"u8) || BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) != end.Length - EndSize)
            {
                continue;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(end[4..]) is not (0 or ushort.MaxValue))
            {
                // One of several volumes.
                break;
            }

            var (length, first) = ((long)BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), (long)BinaryPrimitives.ReadUInt32LittleEndian(end[16..]));
            return at >= LocatorSize && tail.AsSpan(at - LocatorSize).StartsWith("PK\u0006\u0007"u8)
                ? await Find64Async((long)BinaryPrimitives.ReadUInt64LittleEndian(tail.AsSpan(at - LocatorSize + 8)), cancellationToken)
                : Within(first, length, tailStart + at);
        }

        throw new PackageRefusedException(ImportRefusal.NotAZip);
    }

    private async Task<(long First, long Length)> Find64Async(long at, CancellationToken cancellationToken)
    {
        if (at < 0 || at > bytes.Size - End64Size)
        {
            throw new PackageRefusedException(ImportRefusal.NotAZip);
        }

        var end = await bytes.ReadAsync(at, End64Size, cancellationToken);
        return end.AsSpan().StartsWith("PK\u0006\u0006"u8)
            ? Within((long)BinaryPrimitives.ReadUInt64LittleEndian(end.AsSpan(48)), (long)BinaryPrimitives.ReadUInt64LittleEndian(end.AsSpan(40)), at)
            : throw new PackageRefusedException(ImportRefusal.NotAZip);
    }

    private static (long First, long Length) Within(long first, long length, long end) =>
        first >= 0 && length >= 0 && length <= end && first <= end - length ? (first, length) : throw new PackageRefusedException(ImportRefusal.NotAZip);

    /// <returns>How many bytes it has.</returns>
    private async Task<long> ReadHeaderAsync(Stream directory, long left, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderSize];
        if (left < HeaderSize)
        {
            throw new PackageRefusedException(ImportRefusal.NotAZip);
        }

        await directory.ReadExactlyAsync(header, cancellationToken);
        if (!header.AsSpan().StartsWith("PK\u0001\u0002"u8))
        {
            throw new PackageRefusedException(ImportRefusal.NotAZip);
        }

        if (++headers > limits.MaximumEntries)
        {
            throw new PackageRefusedException(ImportRefusal.TooManyEntries);
        }

        var (nameLength, extraLength, commentLength) = (Short(28), Short(30), Short(32));
        var size = HeaderSize + nameLength + extraLength + commentLength;
        if (size > left)
        {
            throw new PackageRefusedException(ImportRefusal.NotAZip);
        }

        var rest = new byte[nameLength + extraLength + commentLength];
        await directory.ReadExactlyAsync(rest, cancellationToken);
        if (nameLength is 0 or > PackageEntry.LongestPathBytes)
        {
            throw new PackageRefusedException(ImportRefusal.UnsafeEntry);
        }

        Add(header, EntryNames.Read(rest.AsSpan(0, nameLength)), rest.AsSpan(nameLength, extraLength));
        return size;

        int Short(int at) => BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(at));
    }

    private void Add(ReadOnlySpan<byte> header, string path, ReadOnlySpan<byte> extra)
    {
        var (flags, method) = (BinaryPrimitives.ReadUInt16LittleEndian(header[8..]), BinaryPrimitives.ReadUInt16LittleEndian(header[10..]));
        var (compressed, size, offset) = Sizes(header, extra);

        // 0x1 encrypted, 0x40 strongly so, 0x2000 with hidden headers; 99 is AES.
        if ((flags & 0x2041) != 0 || method == 99)
        {
            throw new PackageRefusedException(ImportRefusal.Encrypted, EntryNames.Shown(path));
        }

        if (method is not (0 or 8))
        {
            throw new PackageRefusedException(ImportRefusal.CompressionUnknown, EntryNames.Shown(path));
        }

        // Of Unix: a link, a device, or whatever is no file and no folder.
        if (header[5] == 3 && (BinaryPrimitives.ReadUInt32LittleEndian(header[38..]) >> 28) is not (0 or 4 or 8))
        {
            throw new PackageRefusedException(ImportRefusal.UnsafeEntry, EntryNames.Shown(path));
        }

        if (compressed < 0 || size < 0 || offset < 0 || compressed > bytes.Size || offset > bytes.Size || (method == 0 && compressed != size))
        {
            throw new PackageRefusedException(ImportRefusal.Damaged, EntryNames.Shown(path));
        }

        if (size > SmallBytes && size / MostRatio > compressed)
        {
            throw new PackageRefusedException(ImportRefusal.Bomb, EntryNames.Shown(path));
        }

        if (size > limits.MaximumUnpackedBytes - unpackedBytes)
        {
            throw new PackageRefusedException(ImportRefusal.TooLargeUnpacked, EntryNames.Shown(path));
        }

        unpackedBytes += size;

        // Systems that do not tell large letters from small ones would write one over the other; in here both are what they are.
        if (!names.Add(path.TrimEnd('/')))
        {
            throw new PackageRefusedException(ImportRefusal.DuplicateEntry, EntryNames.Shown(path));
        }

        if (!path.EndsWith('/'))
        {
            entries.Add(new PackageEntry(path, offset, compressed, size, BinaryPrimitives.ReadUInt32LittleEndian(header[16..]), IsDeflated: method == 8));
        }
    }

    /// <summary>Values that do not fit in 32 bits stand in the extra field 1, in this order.</summary>
    private static (long Compressed, long Size, long Offset) Sizes(ReadOnlySpan<byte> header, ReadOnlySpan<byte> extra)
    {
        var large = Zip64(extra);
        var size = Value(header[24..], ref large);
        var compressed = Value(header[20..], ref large);
        return (compressed, size, Value(header[42..], ref large));
    }

    private static long Value(ReadOnlySpan<byte> at, ref ReadOnlySpan<byte> large)
    {
        var small = BinaryPrimitives.ReadUInt32LittleEndian(at);
        if (small != Full32 || large.Length < 8)
        {
            return small;
        }

        var value = (long)BinaryPrimitives.ReadUInt64LittleEndian(large);
        large = large[8..];
        return value;
    }

    private static ReadOnlySpan<byte> Zip64(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var (id, length) = (BinaryPrimitives.ReadUInt16LittleEndian(extra), BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]));
            if (length > extra.Length - 4)
            {
                break;
            }

            if (id == 1)
            {
                return extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        return [];
    }

    /// <summary>Entries that share their bytes are how a small file becomes an endless one (D. Fifield, "A better zip bomb").</summary>
    private void RequireApart(long directory)
    {
        var ordered = entries.OrderBy(e => e.HeaderOffset).ToList();
        foreach (var (entry, next) in ordered.Zip(ordered.Skip(1).Select(e => e.HeaderOffset).Append(directory)))
        {
            if (entry.CompressedBytes > next - entry.HeaderOffset - PackageArchive.LocalHeaderSize)
            {
                throw new PackageRefusedException(ImportRefusal.DuplicateEntry, EntryNames.Shown(entry.Path));
            }
        }
    }
}

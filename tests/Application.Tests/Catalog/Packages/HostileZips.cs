using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ESchool.Tests.Support;

namespace ESchool.Application.Tests.Catalog.Packages;

/// <summary>ZIP files that no program should write.</summary>
internal static class HostileZips
{
    /// <summary>A course without anything, which could be imported.</summary>
    public const string Manifest = """{"format": "e-school-course", "version": 1, "course": {"title": "A fine course", "language": "en"}, "sections": []}""";

    public static byte[] Named(string name) => Packing.Zip(("manifest.json", Manifest), (name, "content"));

    /// <summary>A name that ZipArchive would not write.</summary>
    public static byte[] NamedInBytes(params byte[] name)
    {
        var placeholder = new string('x', name.Length);
        return Replace(Named(placeholder), Encoding.ASCII.GetBytes(placeholder), name);
    }

    public static byte[] Twice() => Packing.Zip(("manifest.json", Manifest), ("manifest.json", Manifest));

    /// <summary>What Unix calls a symbolic link.</summary>
    public static byte[] Link()
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = zip.CreateEntry("manifest.json");
            entry.ExternalAttributes = 0xA1FF << 16;
            using var target = entry.Open();
            target.Write("/etc/passwd"u8);
        }

        return Directory(content.ToArray(), header => header[5] = 3);
    }

    public static byte[] Encrypted() => Directory(Fine(), header => header[8] |= 1);

    public static byte[] CompressedOddly() => Directory(Fine(), header => header[10] = 12);

    /// <summary>Says that an entry is smaller than it is.</summary>
    public static byte[] Understated() => Directory(Fine(), header => BinaryPrimitives.WriteUInt32LittleEndian(header[24..], 10));

    /// <summary>Says that an entry is larger than it is.</summary>
    public static byte[] Overstated() => Directory(Fine(), header => BinaryPrimitives.WriteUInt32LittleEndian(header[24..], 1_000));

    public static byte[] WrongChecksum() => Directory(Fine(), header => header[16] ^= 0xFF);

    /// <summary>Every entry has the bytes of the first.</summary>
    public static byte[] Overlapping() =>
        Directory(
            Packing.Zip(("manifest.json", Manifest), ("a", Manifest), ("b", Manifest)),
            header => BinaryPrimitives.WriteUInt32LittleEndian(header[42..], 0)
        );

    /// <summary>An entry that lies behind the end.</summary>
    public static byte[] Outside() => Directory(Fine(), header => BinaryPrimitives.WriteUInt32LittleEndian(header[42..], 0x7FFFFFF0));

    /// <summary>A hundred megabytes of zeros, in a hundred kilobytes.</summary>
    public static byte[] Bomb() => Packing.Zip([("manifest.json", Encoding.UTF8.GetBytes(Manifest)), ("zeros.html", new byte[100 * 1024 * 1024])]);

    public static byte[] Crowded(int entries) => Packing.Zip(Enumerable.Range(0, entries).Select(i => ($"{i}", Array.Empty<byte>())));

    /// <summary>A directory that says to begin far behind the end.</summary>
    public static byte[] LostDirectory()
    {
        var zip = Fine();
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(zip.Length - 6), uint.MaxValue - 1);
        return zip;
    }

    /// <summary>Cut in the middle of the directory.</summary>
    public static byte[] CutOff() => Fine()[..^30];

    private static byte[] Fine() => Packing.Zip(("manifest.json", Manifest));

    private delegate void Change(Span<byte> header);

    /// <summary>Changes every header of the directory.</summary>
    private static byte[] Directory(byte[] zip, Change change)
    {
        for (var at = zip.AsSpan().IndexOf("PK\u0001\u0002"u8); at >= 0; )
        {
            change(zip.AsSpan(at));
            var next = zip.AsSpan(at + 4).IndexOf("PK\u0001\u0002"u8);
            at = next < 0 ? -1 : at + 4 + next;
        }

        return zip;
    }

    private static byte[] Replace(byte[] zip, byte[] what, byte[] with)
    {
        for (var at = zip.AsSpan().IndexOf(what); at >= 0; at = zip.AsSpan().IndexOf(what))
        {
            with.CopyTo(zip.AsSpan(at));
        }

        return zip;
    }
}

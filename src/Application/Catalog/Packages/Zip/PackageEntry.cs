namespace ESchool.Application.Catalog.Packages.Zip;

/// <summary>A file in a package, as the directory of the ZIP describes it.</summary>
/// <param name="Path">Its path, with slashes; it never leads out of the package, and is no path on this machine.</param>
/// <param name="HeaderOffset">Where its local header is.</param>
/// <param name="CompressedBytes">Its size as it is stored.</param>
/// <param name="SizeBytes">Its size when it is unpacked.</param>
/// <param name="Crc">The CRC-32 of its content.</param>
/// <param name="IsDeflated">False when it is stored as it is.</param>
internal sealed record PackageEntry(string Path, long HeaderOffset, long CompressedBytes, long SizeBytes, uint Crc, bool IsDeflated)
{
    /// <summary>Its path is longer than that of any sane file.</summary>
    public const int LongestPathBytes = 1_024;

    /// <summary>Its file name.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

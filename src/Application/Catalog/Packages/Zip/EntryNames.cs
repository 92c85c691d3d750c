using System.Text;
using ESchool.Domain;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Zip;

/// <summary>The names of entries. They are only ever compared with each other; even so, one that would lead elsewhere on a disk is refused.</summary>
internal static class EntryNames
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a name.</summary>
    /// <param name="bytes">The bytes in the directory.</param>
    /// <exception cref="PackageRefusedException">It is unsafe.</exception>
    public static string Read(ReadOnlySpan<byte> bytes)
    {
        var name = Decode(bytes);

        // Some programs on Windows write backslashes.
        var path = name.Replace('\\', '/');
        var parts = path.TrimEnd('/').Split('/');
        var isUnsafe =
            path.StartsWith('/')
            || path.Any(char.IsControl)
            || (path.Length > 1 && path[1] == ':')
            || parts.Any(part => part.Length == 0 || part is "." or "..");
        return isUnsafe ? throw new PackageRefusedException(ImportRefusal.UnsafeEntry, Shown(name)) : path.Normalize();
    }

    /// <summary>A name as it can be shown: one line, not too long.</summary>
    public static string Shown(string name)
    {
        var line = VisibleText.Cleaned(name, manyLines: false).Trim();
        return line.Length <= ImportReport.LongestPath ? line : TextLength.Cut(line[..ImportReport.LongestPath], ImportReport.LongestPath - 1) + "…";
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // Of an old program: what is not ASCII may look odd, and still names one entry.
            return Encoding.Latin1.GetString(bytes);
        }
    }
}

namespace ESchool.Application.Catalog.Packages.Formats.Ims;

/// <summary>Finds what an address within a package means.</summary>
internal static class PackagePath
{
    /// <summary>The path of a file, seen from a folder of the package.</summary>
    /// <param name="folder">The folder, with a slash at its end; empty for the top.</param>
    /// <param name="address">The address, as manifests and pages write it.</param>
    /// <returns>Null for what leads out of the package, or to another site.</returns>
    public static string? Resolve(string folder, string address)
    {
        var path = address.Trim().Split('?', '#')[0].Replace('\\', '/');
        if (path.Length == 0 || path.StartsWith('/') || path.Contains(':', StringComparison.Ordinal))
        {
            return null;
        }

        var parts = new List<string>();
        foreach (var part in (folder + Uri.UnescapeDataString(path)).Split('/'))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                return null;
            }
        }

        return string.Join('/', parts);
    }

    /// <summary>The folder that a file is in.</summary>
    public static string FolderOf(string path) => path[..(path.LastIndexOf('/') + 1)];
}

namespace ESchool.Application.Catalog.Packages.Formats;

/// <summary>How video files are called, by the containers that the school takes; what they are, the probe finds out.</summary>
internal static class VideoFiles
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".mp4"] = "video/mp4",
        [".m4v"] = "video/mp4",
        [".mov"] = "video/quicktime",
        [".3gp"] = "video/3gpp",
        [".mkv"] = "video/x-matroska",
        [".webm"] = "video/webm",
        [".ts"] = "video/mp2t",
        [".mts"] = "video/mp2t",
        [".m2ts"] = "video/mp2t",
        [".mpg"] = "video/mpeg",
        [".mpeg"] = "video/mpeg",
        [".avi"] = "video/x-msvideo",
        [".wmv"] = "video/x-ms-wmv",
        [".asf"] = "video/x-ms-asf",
        [".flv"] = "video/x-flv",
    };

    /// <summary>True for the name of a video.</summary>
    public static bool Is(string path) => Types.ContainsKey(Path.GetExtension(path));

    /// <summary>The media type that belongs to a name.</summary>
    public static string TypeOf(string path) => Types.GetValueOrDefault(Path.GetExtension(path), "application/octet-stream");

    /// <summary>The ending of a name, when it is one of a video; otherwise one that says nothing.</summary>
    public static string EndingOf(string fileName) => Is(fileName) ? Path.GetExtension(fileName).ToLowerInvariant() : ".video";
}

namespace ESchool.Architecture.Tests.Documents;

/// <summary>A text of the repository that people read.</summary>
internal sealed record Document(string Path, string Text)
{
    public static IReadOnlyList<Document> All { get; } =
    [
        .. new[] { "README.md", "CONTRIBUTING.md", "SECURITY.md" }
            .Concat(Below("docs"))
            .Concat(Below("dev"))
            .Concat(Below("clients"))
            .Concat(Below(".ci"))
            .Select(Read),
    ];

    public static Document Read(string path) => new(path, File.ReadAllText(System.IO.Path.Combine(Repository.Root, path)).ReplaceLineEndings("\n"));

    /// <summary>The rows of the table with this header, each as its cells.</summary>
    public IReadOnlyList<string[]> Table(string header) =>
        [
            .. Text.Split($"\n{header}\n")[1]
                .Split("\n\n")[0]
                .Split('\n')
                .Skip(1)
                .Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()),
        ];

    /// <summary>Requires that a document that is made from the code is what the code says now. With <c>ESCHOOL_WRITE_DOCS=1</c> it is written first.</summary>
    public static void RequireCurrent(string path, string expected)
    {
        var file = System.IO.Path.Combine(Repository.Root, path);
        if (Environment.GetEnvironmentVariable("ESCHOOL_WRITE_DOCS") == "1")
        {
            File.WriteAllText(file, expected);
        }

        Assert.True(
            expected == (File.Exists(file) ? Read(path).Text : ""),
            $"{path} is not current. ESCHOOL_WRITE_DOCS=1 ./eschool test FullyQualifiedName~Architecture writes it; read the difference and commit it."
        );
    }

    private static IEnumerable<string> Below(string folder) =>
        Directory
            .EnumerateFiles(System.IO.Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}

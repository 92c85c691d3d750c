using System.Text.RegularExpressions;

namespace ESchool.Architecture.Tests;

/// <summary>What the README and the docs lead to is there.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Folders = ["src", "tests", "bench", "demo", "dev"];

    [Fact]
    public void EverySourceFileThatIsNamed_Exists()
    {
        var documents = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"));
        var text = string.Join('\n', documents.Select(File.ReadAllText));
        var files = Folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .ToList();
        var missing = SourceFile()
            .Matches(text)
            .Select(match => match.Groups[1].Value)
            .Where(name => !name.AsSpan().ContainsAny('<', '…', '*'))
            .SelectMany(Expanded)
            .Where(name => !files.Exists(file => $"/{file}".EndsWith($"/{name}", StringComparison.Ordinal)));
        Assert.Empty(missing.Distinct().Order());
    }

    /// <summary><c>a/{b,c}.cs</c> is two files, as in a shell.</summary>
    private static IEnumerable<string> Expanded(string name)
    {
        var close = name.IndexOf('}', StringComparison.Ordinal);
        if (close < 0)
        {
            return [name];
        }

        var open = name.LastIndexOf('{', close);
        return name[(open + 1)..close].Split(',').SelectMany(option => Expanded(name[..open] + option + name[(close + 1)..]));
    }

    [GeneratedRegex("`([^`\\s]+\\.cs)`")]
    private static partial Regex SourceFile();
}

using System.Text.RegularExpressions;

namespace ESchool.Architecture.Tests;

/// <summary>The README's table leads to files that are there.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string[] Folders = ["src", "bench", "demo", "dev"];

    [Fact]
    public void EveryFileInWhereToLook_Exists()
    {
        var table = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).Split("## Where to look")[1];
        var files = Folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')).ToList();
        var missing = SourceFile().Matches(table).Select(match => match.Groups[1].Value)
            .Where(name => !name.Contains('<', StringComparison.Ordinal) && !name.Contains('…', StringComparison.Ordinal))
            .SelectMany(Expanded).Where(name => !files.Exists(file => $"/{file}".EndsWith($"/{name}", StringComparison.Ordinal)));
        Assert.Empty(missing);
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

    [GeneratedRegex("`([^`]+\\.cs)`")]
    private static partial Regex SourceFile();
}

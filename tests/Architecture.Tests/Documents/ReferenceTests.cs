using System.Text.RegularExpressions;

namespace ESchool.Architecture.Tests.Documents;

/// <summary>What the documents lead to is there: files, headings, tests, code.</summary>
public sealed partial class ReferenceTests
{
    [Fact]
    public void EveryLink_LeadsToAFileAndAHeading()
    {
        var broken =
            from document in Document.All
            from link in Link().Matches(WithoutCode(document.Text)).Select(match => match.Groups[1].Value)
            where !link.Contains("://", StringComparison.Ordinal) && !Leads(document, link)
            select $"{document.Path}: {link}";
        Assert.Empty(broken);
    }

    /// <summary>Documents promise what a test shows, and name it.</summary>
    [Fact]
    public void EveryTestThatIsNamed_Exists()
    {
        var classes = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
        var missing =
            from document in Document.All
            from Match name in TestName().Matches(document.Text)
            let code = classes[name.Groups["class"].Value]
            where !code.Any(text => text.Contains($" {name.Groups["method"].Value}", StringComparison.Ordinal))
            select $"{document.Path}: {name.Value}";
        Assert.Empty(missing);
    }

    /// <summary>The quick start shows code that is compiled and run, and nothing else.</summary>
    [Fact]
    public void EverySnippetOfTheQuickStart_IsTheFileThatItNames()
    {
        var document = Document.Read("docs/quick-start.md");
        var snippets = Snippet().Matches(document.Text);
        Assert.All(snippets, snippet => Assert.Equal(Document.Read($"clients/typescript/{snippet.Groups["file"].Value}").Text, snippet.Groups["code"].Value));
        Assert.Equal(FencedCode().Count(document.Text), snippets.Count);
    }

    private static bool Leads(Document from, string link)
    {
        var parts = link.Split('#');
        var folder = Path.GetDirectoryName(from.Path)!;
        var path = parts[0].Length == 0 ? from.Path : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, folder, parts[0])));
        return parts.Length == 1
            ? Path.Exists(Path.Combine(Repository.Root, path))
            : File.Exists(Path.Combine(Repository.Root, path))
                && Heading().Matches(Document.Read(path).Text).Any(heading => AnchorOf(heading.Groups[1].Value) == parts[1]);
    }

    /// <summary>How the pages that show Markdown name a heading.</summary>
    private static string AnchorOf(string heading) => NoAnchor().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string text) => Code().Replace(text, "");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\s-]")]
    private static partial Regex NoAnchor();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    /// <summary><c>ThingTests</c>, or <c>ThingTests.AMethod_…</c> with any part of the method's name.</summary>
    [GeneratedRegex(@"`(?<class>[A-Z]\w+Tests)(?:\.(?<method>\w+)…?)?`")]
    private static partial Regex TestName();

    [GeneratedRegex(
        @"^\[`(?<file>[^`]+)`\]\(\.\./clients/typescript/[^)]+\):\n\n```(?:ts|yaml)\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Snippet();

    [GeneratedRegex(@"^```(?:ts|yaml)$", RegexOptions.Multiline)]
    private static partial Regex FencedCode();
}

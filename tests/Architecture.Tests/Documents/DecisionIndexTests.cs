using System.Text;

namespace ESchool.Architecture.Tests.Documents;

/// <summary>docs/decisions/README.md is made from the decisions.</summary>
public sealed class DecisionIndexTests
{
    private const string Folder = "docs/decisions";

    /// <summary>What the second paragraph of a decision says that holds no longer.</summary>
    private static readonly string[] Endings = ["Ended:", "Replaced by"];

    [Fact]
    public void TheIndex_HasEveryDecision_InOrder()
    {
        var text = new StringBuilder("# Decisions\n\nWhy things are as they are, where somebody will ask. Made from the pages by `DecisionIndexTests`.\n\n");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, Folder), "0*.md").Select(Path.GetFileName).Order(StringComparer.Ordinal))
        {
            var lines = Document.Read($"{Folder}/{file}").Text.Split('\n');
            var (number, title) = (lines[0][2..6], lines[0][8..]);
            Assert.StartsWith($"{number}-", file, StringComparison.Ordinal);
            var ending = Array.Exists(Endings, word => lines[2].StartsWith(word, StringComparison.Ordinal)) ? $" *{lines[2].TrimEnd('.')}.*" : "";
            text.Append($"- [{number}]({file}): {title}.{ending}\n");
        }

        Document.RequireCurrent($"{Folder}/README.md", text.ToString());
    }
}

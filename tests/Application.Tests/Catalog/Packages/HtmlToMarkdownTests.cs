using System.Diagnostics;
using ESchool.Application.Catalog.Packages.Formats.Html;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Tests.Catalog.Packages;

/// <summary>Pages of strangers become text, and nothing else.</summary>
public sealed class HtmlToMarkdownTests
{
    [Theory]
    [InlineData("<h2>Title</h2><p>One\n two&nbsp;three</p>", "## Title\n\nOne two\u00A0three")]
    [InlineData("<p>a <b> bold </b>, <em>em</em><i></i>, <code>a*b`c</code></p>", "a **bold** , *em*, ``a*b`c``")]
    [InlineData("<b>never ended<p>next", "**never ended**\n\nnext")]
    [InlineData("<ul><li>one<li>two<ol><li>a</li><li>b</li></ol></ul><p>end</p>", "-   one\n-   two\n    1.  a\n    2.  b\n\nend")]
    [InlineData("<blockquote><p>one</p><p>two</p></blockquote>three", "> one\n>\n> two\n\nthree")]
    [InlineData("<pre>a\n  b*c\n```</pre>", "````\na\n  b*c\n```\n````")]
    [InlineData("<table><tr><th>A</th><th>B</th></tr><tr><td>1|2</td><td><p>x</p><p>y</p></td></tr></table>", "| A | B |\n| --- | --- |\n| 1\\|2 | x y |")]
    [InlineData("one<br>two<hr>three", "one  \ntwo\n\n---\n\nthree")]
    [InlineData("<p>a<br># no heading<br>1. no list<br>&gt; no quote</p>", "a  \n\\# no heading  \n1\\. no list  \n\\> no quote")]
    [InlineData("<p>1. not a list</p><p># not a heading</p><p>- nor this</p>", "1\\. not a list\n\n\\# not a heading\n\n\\- nor this")]
    [InlineData("<p>&lt;script&gt;alert(1)&lt;/script&gt; *not* [a](b) &amp;lt;</p>", "\\<script\\>alert(1)\\</script\\> \\*not\\* \\[a\\](b) \\&lt;")]
    [InlineData("<script>var a = '<p>no</p>';</script><style>p{}</style><p>yes", "yes")]
    [InlineData("<iframe src='https://x.example/'><p>no</p></iframe><object><p>no</object><svg><text>no</text></svg>yes", "yes")]
    [InlineData("<a href='https://example.org/a b?x=(1)'>link</a>", "[link](https://example.org/a%20b?x=%281%29)")]
    [InlineData("<a href='mailto:ada@example.org'>mail</a>", "[mail](mailto:ada@example.org)")]
    public void APage_BecomesMarkdown(string html, string markdown) => Assert.Equal(markdown, Convert(html).Markdown);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData(" java\nscript:alert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("vbscript:x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://bank.example@evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("other.html")]
    [InlineData("https://")]
    public void ALinkThatMayDoHarm_IsItsWords(string href)
    {
        var page = Convert($"<p><a href=\"{href.Replace("<", "&lt;", StringComparison.Ordinal)}\">words</a></p>");
        Assert.Equal("words", page.Markdown);
        Assert.Equal([ImportCause.LinksDropped], page.Causes);
    }

    [Fact]
    public void WhatAPagePlays_IsFound()
    {
        var page = Convert("<title>T</title><video><source src='a.mp4?x=1'></video><a href='b.webm'>b</a><embed src='c.swf'><iframe src='d.mp4'></iframe>");
        Assert.Equal(("T", "b"), (page.Title, page.Markdown));
        Assert.Equal(["a.mp4?x=1", "b.webm", "d.mp4"], page.Media);
    }

    /// <summary>
    /// Each of these would overflow a stack, fill a memory or take hours if it were made into a tree, or if something were done for each pair of its parts.
    /// </summary>
    [Theory]
    [InlineData("<div>", 300_000)]
    [InlineData("<b>", 300_000)]
    [InlineData("<ul><li>", 150_000)]
    [InlineData("<blockquote>", 100_000)]
    [InlineData("<blockquote>x", 100_000)]
    [InlineData("<ul><li>x", 100_000)]
    [InlineData("<table><tr><td>", 100_000)]
    [InlineData("<a href='https://e.org'>", 60_000)]
    [InlineData("<b x1><p>", 100_000)]
    [InlineData("</div>", 200_000)]
    [InlineData("&#x41;", 200_000)]
    [InlineData("&", 1_000_000)]
    [InlineData("<", 1_000_000)]
    [InlineData("`", 1_000_000)]
    [InlineData("<!--", 400_000)]
    [InlineData("<pre>", 300_000)]
    [InlineData("<svg>", 300_000)]
    public void AHostilePage_CostsItsLength(string part, int times)
    {
        var watch = Stopwatch.StartNew();
        var page = Convert(string.Concat(Enumerable.Repeat(part, times)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
        Assert.InRange(page.Markdown.Length, 0, 40_000_000);
    }

    [Fact]
    public void ATagOfManyAttributes_CostsItsLength()
    {
        var watch = Stopwatch.StartNew();
        var attributes = string.Concat(Enumerable.Range(0, 200_000).Select(i => $" a{i}"));
        Assert.Equal("x", Convert($"<p{attributes}>x").Markdown);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
    }

    private static HtmlPage Convert(string html) => HtmlToMarkdown.Convert(html, CancellationToken.None);
}

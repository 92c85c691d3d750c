using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ESchool.Application.Catalog.Articles;

namespace ESchool.Application.Tests.Catalog.Articles;

/// <summary>What authors write becomes HTML that is safe in any page.</summary>
public sealed class ArticleHtmlTests
{
    [Theory]
    [InlineData("# Title\n\nText **bold** *soft*", "<h1>Title</h1>\n<p>Text <strong>bold</strong> <em>soft</em></p>\n")]
    [InlineData("a  \nb", "<p>a<br>\nb</p>\n")]
    [InlineData("```c#\nx < 1\n```", "<pre><code class=\"language-c#\">x &lt; 1\n</code></pre>\n")]
    [InlineData("~~old~~ H~2~O x^2^ ==new== ++more++", "<p><del>old</del> H<sub>2</sub>O x<sup>2</sup> <mark>new</mark> <ins>more</ins></p>\n")]
    [InlineData("$x^2$", "<p><span class=\"math\">\\(x^2\\)</span></p>\n")]
    [InlineData("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>\n")]
    [InlineData("3. three", "<ol start=\"3\">\n<li>three</li>\n</ol>\n")]
    [InlineData(
        "[here](https://a.test/?b=1&c=2 \"Tip\")",
        "<p><a href=\"https://a.test/?b=1&amp;c=2\" title=\"Tip\" rel=\"nofollow noopener noreferrer\">here</a></p>\n"
    )]
    [InlineData("![A map](https://a.test/m.png)", "<p><img src=\"https://a.test/m.png\" alt=\"A map\" loading=\"lazy\" referrerpolicy=\"no-referrer\"></p>\n")]
    [InlineData("", "")]
    public void Markdown_IsWrittenAsHtml(string markdown, string html) => Assert.Equal(html, ArticleHtml.Write(markdown));

    [Fact]
    public void TablesAndTasks_AreWritten()
    {
        var page = Parse("| a | b |\n|---|:-:|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n");
        Assert.Equal("text-align: center", page.QuerySelectorAll("td")[1].GetAttribute("style"));
        Assert.Equal([true, false], page.QuerySelectorAll("input[type=checkbox][disabled]").Select(box => box.HasAttribute("checked")));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](java\tscript:alert(1))")]
    [InlineData("[x](&#106;avascript:alert(1))")]
    [InlineData("[x](vbscript:msgbox(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("![x](data:image/svg+xml;base64,PHN2Zz4=)")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("[x](//evil.test/logout)")]
    [InlineData("[x](/logout)")]
    [InlineData("[x](#a\" onclick=\"alert(1))")]
    [InlineData("[x](https://a.test/\"onmouseover=\"alert(1))")]
    [InlineData("![x\" onerror=\"alert(1)](https://a.test/a.png)")]
    [InlineData("[x]: javascript:alert(1)\n\n[x]")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("```\"><script>alert(1)</script>\nx\n```")]
    [InlineData("```x\" onclick=\"alert(1)\nx\n```")]
    [InlineData("$</span><script>alert(1)</script>$")]
    [InlineData("<style>*{background:url(//evil.test)}</style>")]
    [InlineData("<iframe src=https://evil.test></iframe><form action=https://evil.test><input name=password></form>")]
    [InlineData("<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">")]
    [InlineData("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">")]
    [InlineData("| a |\n|---|\n| <b onclick=alert(1)>x</b> |")]
    public void NothingRuns_AndNothingLeadsIntoThePage(string markdown)
    {
        foreach (var element in Parse(markdown).Body!.QuerySelectorAll("*"))
        {
            Assert.Contains(element.LocalName, SafeHtml.Elements);
            foreach (var attribute in element.Attributes)
            {
                Assert.Contains(attribute.Name, SafeHtml.Attributes);
                Assert.True(!SafeHtml.Addresses.Contains(attribute.Name) || SafeHtml.IsAddress(attribute.Value), attribute.Value);
            }
        }
    }

    [Theory]
    [InlineData("[")]
    [InlineData(">")]
    [InlineData("*a ")]
    [InlineData("![")]
    public void WhatNestsTooDeep_IsShownAsItWasTyped(string piece)
    {
        var markdown = string.Concat(Enumerable.Repeat(piece, 20_000));
        Assert.Equal(markdown, Parse(markdown).Body!.QuerySelector("pre")!.TextContent);
    }

    private static AngleSharp.Html.Dom.IHtmlDocument Parse(string markdown) => new HtmlParser().ParseDocument($"<body>{ArticleHtml.Write(markdown)}</body>");
}

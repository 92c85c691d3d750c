using ESchool.Domain.Certificates;
using UglyToad.PdfPig.Content;

namespace ESchool.Application.Tests.Certificates;

/// <summary>Whatever is typed, the page holds together.</summary>
public sealed class CertificateBoundsTests
{
    private const double Frame = 32; // the inner line of the frame, in points from the edge

    public static TheoryData<string> LongTexts =>
        [
            "A Comprehensive and Thoroughly Revised Introduction to the Theory and Practice of Distributed Systems at Planetary Scale",
            new string('W', 120),
            Repeat("Wolfeschlegelstein "),
            Repeat("Wolfeschlegelstein-"),
            Repeat("محمد عبد الرحمن "),
            Repeat("高等数学与线性代数，"),
            Repeat("การเขียนโปรแกรมเบื้องต้น"),
            Repeat("प्रोग्रामिंग का परिचय "),
            Repeat("x̧̛̊͆͋ "),
            string.Concat(Enumerable.Repeat("Mohammed محمد 李小龙 ", 200)),
        ];

    [Theory]
    [MemberData(nameof(LongTexts))]
    public void LongText_StaysInsideTheFrame(string text)
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts(text, text, text));

        Assert.All(certificate.Page.Letters, letter => AssertInside(certificate.Page, letter));
    }

    [Theory]
    [MemberData(nameof(LongTexts))]
    public void LongText_LeavesTheLinesAroundItAlone(string text)
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts(text, text));
        var sentences = certificate
            .Page.Letters.Where(letter => letter.FontName!.Contains("Italic", StringComparison.Ordinal) && letter.PointSize > 12)
            .ToList();
        var opening = sentences.Max(letter => letter.StartBaseLine.Y);
        var statement = sentences.Min(letter => letter.StartBaseLine.Y);
        var between = certificate
            .Page.Letters.Where(letter => !sentences.Contains(letter) && letter.StartBaseLine.Y < opening && letter.StartBaseLine.Y > statement)
            .ToList();

        Assert.NotEmpty(between);
        Assert.All(between, letter => Assert.InRange(letter.StartBaseLine.Y, statement + 8, opening - 8));
    }

    [Fact]
    public void LongTitle_BreaksBetweenWords()
    {
        const string Title = "A Comprehensive and Thoroughly Revised Introduction to the Theory and Practice of Distributed Systems at Planetary Scale";
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts(course: Title));

        Assert.Contains(Title, certificate.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\0\u0001\u0007\u001B\u007F\u0085")]
    [InlineData("\uD800")]
    [InlineData("\uDC00\uD800 x \uD83D")]
    [InlineData("\uFEFF\u200B\u2060\u00AD\uFFFE\uFFFF\uFFFD")]
    [InlineData("\u202Egnp.live\u202C \u2066x\u2069")]
    [InlineData("😀👩‍👩‍👧🏳️‍🌈🇩🇪")]
    [InlineData("\u200D\u200C\u200D")]
    [InlineData("\u0301\u0301\u0301\u0301\u0301")]
    [InlineData("((((((((((]]]]]]]]")]
    [InlineData("line\r\nline\u2028line\tline")]
    [InlineData("%PDF-1.4 (\\)) <</Type>> endstream endobj")]
    public void StrangeText_IsDrawn(string text)
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts(text, text, text));

        Assert.Equal(1, certificate.Document.NumberOfPages);
        Assert.All(certificate.Page.Letters, letter => AssertInside(certificate.Page, letter));
    }

    [Fact]
    public void DirectionOverrides_DoNotRearrangeTheName()
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts("\u202EAda Lovelace"));

        Assert.Contains("Ada Lovelace", certificate.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void RandomText_IsDrawn()
    {
        var random = new Random(20261122);
        for (var i = 0; i < 150; i++)
        {
            var (name, title, teacher) = (RandomText(random), RandomText(random), RandomText(random));
            var facts = new CertificateFacts(name, title, random.Next(), teacher, random.Next(), DateTimeOffset.UnixEpoch.AddDays(random.Next(100_000)));
            using var certificate = RenderedCertificate.Of(facts);

            Assert.All(certificate.Page.Letters, letter => AssertInside(certificate.Page, letter));
        }
    }

    private static string RandomText(Random random)
    {
        (int From, int To)[] blocks =
        [
            (0, 0x7F),
            (0x80, 0x36F),
            (0x590, 0x7FF),
            (0x900, 0xDFF),
            (0xE00, 0x17FF),
            (0x2000, 0x30FF),
            (0x4E00, 0x9FFF),
            (0xAC00, 0xDFFF),
            (0, 0xFFFF),
        ];
        var (from, to) = blocks[random.Next(blocks.Length)];
        return string.Concat(Enumerable.Range(0, random.Next(121)).Select(_ => random.Next(8) == 0 ? ' ' : (char)random.Next(from, to + 1)));
    }

    private static string Repeat(string text) => string.Concat(Enumerable.Repeat(text, 100))[..100];

    private static void AssertInside(Page page, Letter letter)
    {
        Assert.InRange(letter.StartBaseLine.X, Frame, page.Width - Frame);
        Assert.InRange(letter.EndBaseLine.X, Frame, page.Width - Frame);
        Assert.InRange(letter.StartBaseLine.Y, Frame, page.Height - Frame);
    }
}

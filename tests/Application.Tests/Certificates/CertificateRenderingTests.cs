using System.Text;
using ESchool.Application.Certificates.Rendering;

namespace ESchool.Application.Tests.Certificates;

/// <summary>What a certificate says, and that it always says it in the same bytes.</summary>
public sealed class CertificateRenderingTests
{
    [Fact]
    public void Render_IsOneLandscapePageOfA4()
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts());

        Assert.Equal(1, certificate.Document.NumberOfPages);
        Assert.Equal(841.89, certificate.Page.Width, 0.5);
        Assert.Equal(595.28, certificate.Page.Height, 0.5);
    }

    [Fact]
    public void Render_PrintsEveryFact()
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts());

        string[] expected =
        [
            "Ada Lovelace",
            "has completed the course",
            "Analytical Engines",
            "Charles Babbage",
            "Curriculum version 3",
            "12 hours 35 minutes of video",
            "22 November 2026 (UTC)",
            RenderedCertificate.Serial,
            RenderedCertificate.Url.AbsoluteUri,
        ];
        Assert.All(expected, text => Assert.Contains(text, certificate.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, "1 minute of video")]
    [InlineData(59, "59 minutes of video")]
    [InlineData(60, "1 hour of video")]
    [InlineData(61, "1 hour 1 minute of video")]
    [InlineData(7_500, "125 hours of video")]
    public void Render_WritesTheLengthAsPeopleSayIt(int minutes, string expected)
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts(minutes: minutes));

        Assert.Contains($"· {expected}", certificate.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_CourseWithoutVideo_ClaimsNone()
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts(minutes: 0));

        Assert.DoesNotContain("video", certificate.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_CompletedElsewhere_DatesInUtc()
    {
        var facts = RenderedCertificate.Facts() with { CompletedAt = new DateTimeOffset(2026, 11, 22, 1, 0, 0, TimeSpan.FromHours(9)) };
        using var certificate = RenderedCertificate.Of(facts);

        Assert.Contains("21 November 2026 (UTC)", certificate.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ada Lovelace")]
    [InlineData("محمد الخوارزمي")]
    [InlineData("司马相如")]
    [InlineData("<xmpMM:DocumentID>uuid: ]>>\nstartxref /ID [<00> <00>]")] // what the code that fixes the identity looks for
    public void Render_Again_GivesTheSameBytes(string learner)
    {
        var first = RenderedCertificate.Draw(RenderedCertificate.Facts(learner));
        using var other = new SkiaCertificateRenderer();

        Assert.Equal(first, RenderedCertificate.Draw(RenderedCertificate.Facts(learner)));
        Assert.Equal(first, other.Render(RenderedCertificate.Facts(learner), RenderedCertificate.Serial, RenderedCertificate.Url));
    }

    [Fact]
    public void Render_ByManyThreads_GivesTheSameBytes()
    {
        string[] names = ["Ada Lovelace", "محمد الخوارزمي", "司马相如", "अनिरुद्ध", "Li 李小龙 محمد"];
        var alone = names.Select(name => RenderedCertificate.Draw(RenderedCertificate.Facts(name))).ToList();

        Parallel.For(0, 200, i => Assert.Equal(alone[i % names.Length], RenderedCertificate.Draw(RenderedCertificate.Facts(names[i % names.Length]))));
    }

    [Fact]
    public void Render_OtherFacts_GivesAnotherIdentity()
    {
        using var ada = RenderedCertificate.Of(RenderedCertificate.Facts("Ada Lovelace"));
        using var eve = RenderedCertificate.Of(RenderedCertificate.Facts("Eve Lovelace"));

        Assert.NotEqual(DocumentId(ada), DocumentId(eve));
    }

    [Theory]
    [InlineData("Ada Lovelace")]
    [InlineData("محمد الخوارزمي")]
    [InlineData("A & B <i>\"'")]
    public void Render_MetadataNamesTheLearner(string learner)
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts(learner));
        var information = certificate.Document.Information;

        Assert.Equal($"Certificate of Completion: {learner}", information.Title);
        Assert.Equal("E-School", information.Author);
        Assert.Equal($"{learner} has completed the course Analytical Engines", information.Subject);
        Assert.Equal(RenderedCertificate.Serial, information.Keywords);
        Assert.Contains("20261122233000", information.CreationDate, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_DeclaresPdfA2b()
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts());
        var metadata = Xmp(certificate);

        Assert.Contains("<pdfaid:part>2</pdfaid:part>", metadata, StringComparison.Ordinal);
        Assert.Contains("<pdfaid:conformance>B</pdfaid:conformance>", metadata, StringComparison.Ordinal);
    }

    private static string DocumentId(RenderedCertificate certificate)
    {
        var metadata = Xmp(certificate);
        var start = metadata.IndexOf("<xmpMM:DocumentID>", StringComparison.Ordinal);
        return metadata[start..metadata.IndexOf("</xmpMM:DocumentID>", StringComparison.Ordinal)];
    }

    private static string Xmp(RenderedCertificate certificate)
    {
        Assert.True(certificate.Document.TryGetXmpMetadata(out var metadata));
        return Encoding.UTF8.GetString(metadata!.GetXmlBytes());
    }
}

using ESchool.Application.Certificates.Rendering;
using ESchool.Domain.Certificates;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace ESchool.Application.Tests.Certificates;

/// <summary>A certificate drawn for a test, and the page as a PDF reader sees it.</summary>
public sealed class RenderedCertificate : IDisposable
{
    public const string Serial = "ES-7K3M-Q9TX-2B4D";

    public static readonly Uri Url = new("https://school.example/verify/ES-7K3M-Q9TX-2B4D");

    private static readonly SkiaCertificateRenderer Renderer = new();

    private RenderedCertificate(byte[] file)
    {
        File = file;
        Document = PdfDocument.Open(file);
        Page = Document.GetPage(1);
    }

    public byte[] File { get; }

    public PdfDocument Document { get; }

    public Page Page { get; }

    /// <summary>The words of the page with single spaces between them.</summary>
    public string Text => string.Join(' ', Page.GetWords().Select(word => word.Text));

    public static CertificateFacts Facts(
        string learner = "Ada Lovelace",
        string course = "Analytical Engines",
        string instructor = "Charles Babbage",
        int minutes = 755
    ) => new(learner, course, 3, instructor, minutes, new DateTimeOffset(2026, 11, 22, 23, 30, 0, TimeSpan.Zero));

    public static byte[] Draw(CertificateFacts facts) => Renderer.Render(facts, Serial, Url);

    public static RenderedCertificate Of(CertificateFacts facts) => new(Draw(facts));

    /// <summary>The letters set in fonts whose name contains a word, in drawing order.</summary>
    public List<Letter> LettersIn(string font) =>
        [.. Page.Letters.Where(letter => letter.FontName?.Contains(font, StringComparison.Ordinal) == true && letter.Value.Trim().Length > 0)];

    public void Dispose() => Document.Dispose();
}

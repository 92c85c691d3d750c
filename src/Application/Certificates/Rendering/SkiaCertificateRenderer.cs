using ESchool.Application.Typesetting;
using ESchool.Application.Typesetting.Fonts;
using ESchool.Application.Typesetting.Scripts;
using ESchool.Domain.Certificates;
using SkiaSharp;

namespace ESchool.Application.Certificates.Rendering;

/// <summary>
/// Draws certificates with Skia and HarfBuzz: one A4 landscape page, PDF/A, about 30 kB. Safe for concurrent use; holds native fonts until
/// it is disposed of.
/// </summary>
public sealed class SkiaCertificateRenderer : ICertificateRenderer, IDisposable
{
    private readonly FontLibrary _fonts = new();

    /// <inheritdoc/>
    public byte[] Render(CertificateFacts facts, string serial, Uri verificationUrl)
    {
        var url = verificationUrl.IsAbsoluteUri ? verificationUrl.AbsoluteUri : verificationUrl.OriginalString;
        var composition = new CertificateComposition(new TextFitter(_fonts));
        composition.Compose(facts, serial, url);
        return Draw(composition.Texts, url, Metadata(facts, serial));
    }

    /// <inheritdoc/>
    public void Dispose() => _fonts.Dispose();

    private static byte[] Draw(IReadOnlyList<PlacedText> texts, string url, SKDocumentPdfMetadata metadata)
    {
        using var fonts = new DocumentFonts(texts);
        using var file = new MemoryStream();
        using (var document = SKDocument.CreatePdf(file, metadata))
        {
            var canvas = document.BeginPage(CertificatePage.Width, CertificatePage.Height);
            CertificateOrnaments.Draw(canvas);
            foreach (var text in texts)
            {
                text.Draw(canvas, fonts);
            }

            DrawQrCode(canvas, url);
            document.EndPage();
            document.Close();
        }

        return PdfIdentity.Fix(file.ToArray());
    }

    private static void DrawQrCode(SKCanvas canvas, string url)
    {
        QrCode.Of(url)?.Draw(canvas, CertificatePage.QrSquare, CertificatePalette.Ink);
        using var link = canvas.DrawUrlAnnotation(CertificatePage.QrSquare, url);
    }

    /// <summary>The name and the title stand here too: readers find them whatever script the page is set in.</summary>
    private SKDocumentPdfMetadata Metadata(CertificateFacts facts, string serial)
    {
        var learner = PrintableText.Of(facts.LearnerName, _fonts);
        var course = PrintableText.Of(facts.CourseTitle, _fonts);
        var completedAt = facts.CompletedAt.UtcDateTime;
        return new SKDocumentPdfMetadata
        {
            Title = $"{CertificateWording.Title}: {learner}",
            Author = CertificateWording.School,
            Subject = $"{learner} {CertificateWording.Statement} {course}",
            Keywords = PrintableText.Of(serial, _fonts),
            Creator = CertificateWording.School,
            Producer = "SkiaSharp",
            Creation = completedAt,
            Modified = completedAt,
            RasterDpi = SKDocumentPdfMetadata.DefaultRasterDpi,
            EncodingQuality = SKDocumentPdfMetadata.DefaultEncodingQuality,
            PdfA = true,
        };
    }
}

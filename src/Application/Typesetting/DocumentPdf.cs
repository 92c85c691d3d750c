using ESchool.Application.Typesetting.Fonts;
using ESchool.Application.Typesetting.Scripts;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace ESchool.Application.Typesetting;

/// <summary>
/// Draws documents, as certificates are drawn: with the bundled fonts, PDF/A. Safe for concurrent use; holds native fonts until it is disposed of.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class DocumentPdf : IDisposable
{
    private readonly FontLibrary fonts = new();

    /// <summary>Draws one.</summary>
    /// <param name="compose">Sets its pages.</param>
    /// <param name="title">Its title, for the file's metadata.</param>
    /// <param name="subject">What it is about, for the file's metadata.</param>
    /// <param name="drawnAt">The present time.</param>
    /// <returns>The PDF file.</returns>
    internal byte[] Draw(Action<DocumentPages> compose, string title, string subject, DateTimeOffset drawnAt)
    {
        var pages = new DocumentPages(new TextFitter(fonts));
        compose(pages);
        using var subsets = new DocumentFonts(pages.Placed.SelectMany(page => page));
        using var file = new MemoryStream();
        using (var document = SKDocument.CreatePdf(file, Metadata(PrintableText.Of(title, fonts), PrintableText.Of(subject, fonts), drawnAt.UtcDateTime)))
        {
            foreach (var page in pages.Placed)
            {
                var canvas = document.BeginPage(DocumentPages.Width, DocumentPages.Height);
                foreach (var text in page)
                {
                    text.Draw(canvas, subsets);
                }

                document.EndPage();
            }

            document.Close();
        }

        return PdfIdentity.Fix(file.ToArray());
    }

    /// <inheritdoc/>
    public void Dispose() => fonts.Dispose();

    private static SKDocumentPdfMetadata Metadata(string title, string subject, DateTime drawnAt) =>
        new()
        {
            Title = title,
            Author = "E-School",
            Subject = subject,
            Creator = "E-School",
            Producer = "SkiaSharp",
            Creation = drawnAt,
            Modified = drawnAt,
            RasterDpi = SKDocumentPdfMetadata.DefaultRasterDpi,
            EncodingQuality = SKDocumentPdfMetadata.DefaultEncodingQuality,
            PdfA = true,
        };
}

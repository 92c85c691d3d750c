using ESchool.Application.Typesetting;
using SkiaSharp;

namespace ESchool.Application.Ledger.Statements;

/// <summary>Draws statements, as certificates are drawn: with the bundled fonts, PDF/A. Safe for concurrent use; holds native fonts until it is disposed of.</summary>
public sealed class StatementPdf : IDisposable
{
    private readonly FontLibrary fonts = new();

    /// <summary>Draws one.</summary>
    /// <param name="statement">What is drawn.</param>
    /// <param name="drawnAt">The present time, for the file's metadata.</param>
    /// <returns>The PDF file.</returns>
    public byte[] Draw(Statement statement, DateTimeOffset drawnAt)
    {
        var composition = new StatementComposition(new TextFitter(fonts));
        composition.Compose(statement);
        using var subsets = new DocumentFonts(composition.Pages.SelectMany(page => page));
        using var file = new MemoryStream();
        using (var document = SKDocument.CreatePdf(file, Metadata(statement, drawnAt.UtcDateTime)))
        {
            foreach (var page in composition.Pages)
            {
                var canvas = document.BeginPage(StatementComposition.Width, StatementComposition.Height);
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

    private SKDocumentPdfMetadata Metadata(Statement statement, DateTime drawnAt) => new()
    {
        Title = $"Statement of earnings: {PrintableText.Of(statement.InstructorName, fonts)}",
        Author = "E-School",
        Subject = $"{StatementComposition.Days(statement.Period)}, {statement.Currency}",
        Creator = "E-School",
        Producer = "SkiaSharp",
        Creation = drawnAt,
        Modified = drawnAt,
        RasterDpi = SKDocumentPdfMetadata.DefaultRasterDpi,
        EncodingQuality = SKDocumentPdfMetadata.DefaultEncodingQuality,
        PdfA = true,
    };
}

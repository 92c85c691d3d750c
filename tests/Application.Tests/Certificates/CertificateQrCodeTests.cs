using System.Collections;
using ESchool.Application.Certificates.Rendering;
using QRCoder;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Annotations;
using UglyToad.PdfPig.Core;

namespace ESchool.Application.Tests.Certificates;

/// <summary>The QR code leads to the verification page.</summary>
public sealed class CertificateQrCodeTests
{
    private const int QuietZone = 4;

    [Fact]
    public void QrCode_HoldsTheVerificationAddress()
    {
        using var data = QRCodeGenerator.GenerateQrCode(RenderedCertificate.Url.AbsoluteUri, QRCodeGenerator.ECCLevel.M);
        var modules = data.ModuleMatrix.Count - (2 * QuietZone);
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts());
        var dark = DarkRectangles(certificate);
        var (left, top, side) = (dark.Min(r => r.Left), dark.Max(r => r.Top), (dark.Max(r => r.Right) - dark.Min(r => r.Left)) / modules);

        for (var y = 0; y < modules; y++)
        {
            for (var x = 0; x < modules; x++)
            {
                var center = new PdfPoint(left + ((x + 0.5) * side), top - ((y + 0.5) * side));
                Assert.Equal(Row(data, y)[x + QuietZone], dark.Exists(r => Holds(r, center)));
            }
        }
    }

    [Fact]
    public void QrCode_IsALinkToo()
    {
        using var certificate = RenderedCertificate.Of(RenderedCertificate.Facts());

        var link = Assert.Single(certificate.Page.GetAnnotations());
        Assert.Equal(AnnotationType.Link, link.Type);
        Assert.Contains(RenderedCertificate.Url.AbsoluteUri, link.AnnotationDictionary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AddressTooLongForAQrCode_IsStillDrawn()
    {
        using var renderer = new SkiaCertificateRenderer();
        var file = renderer.Render(RenderedCertificate.Facts(), RenderedCertificate.Serial, new Uri($"https://school.example/{new string('a', 5_000)}"));

        using var document = PdfDocument.Open(file);
        Assert.Equal(1, document.NumberOfPages);
    }

    private static BitArray Row(QRCodeData data, int y) => data.ModuleMatrix[y + QuietZone];

    /// <summary>The rectangles of the one path that is filled and has many of them.</summary>
    private static List<PdfRectangle> DarkRectangles(RenderedCertificate certificate) =>
        [.. certificate.Page.Paths.Where(path => path.IsFilled).MaxBy(path => path.Count)!.Select(subpath => subpath.GetBoundingRectangle()!.Value)];

    private static bool Holds(PdfRectangle rectangle, PdfPoint point) =>
        rectangle.Left < point.X && point.X < rectangle.Right && rectangle.Bottom < point.Y && point.Y < rectangle.Top;
}

using ESchool.Domain.Certificates;

namespace ESchool.Application.Certificates.Rendering;

/// <summary>
/// Draws certificates. An interface although there is one implementation here: another PDF engine takes its place where its licence and
/// packages allow (docs/decisions, the page on the PDF engine).
/// </summary>
public interface ICertificateRenderer
{
    /// <summary>Draws one landscape page. The same input gives the same bytes, so that a repeated issue has the same hash.</summary>
    /// <param name="facts">Everything that is printed about the achievement.</param>
    /// <param name="serial">The printed serial.</param>
    /// <param name="verificationUrl">Where anybody can verify it; printed as text and QR code.</param>
    /// <returns>The PDF file.</returns>
    byte[] Render(CertificateFacts facts, string serial, Uri verificationUrl);
}

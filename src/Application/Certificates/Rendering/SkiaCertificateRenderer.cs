using ESchool.Domain.Certificates;

namespace ESchool.Application.Certificates.Rendering;

/// <summary>placeholder</summary>
public sealed class SkiaCertificateRenderer : ICertificateRenderer
{
    /// <inheritdoc/>
    public byte[] Render(CertificateFacts facts, string serial, Uri verificationUrl) => throw new InvalidOperationException(serial);
}

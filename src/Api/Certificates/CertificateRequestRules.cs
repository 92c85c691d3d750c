using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Certificates.V1;
using ESchool.Domain;
using FluentValidation;

namespace ESchool.Api.Certificates;

internal sealed class VerifyCertificateRequestRules : AbstractValidator<VerifyCertificateRequest>
{
    public VerifyCertificateRequestRules()
    {
        RuleFor(r => r.ByCase).NotEqual(VerifyCertificateRequest.ByOneofCase.None).WithMessage("must be serial or pdf_sha256.");
        RuleFor(r => r.PdfSha256)
            .Must(hash => hash.Length == 32)
            .WithFault(hash => hash.Length < 32 ? FieldFault.TooShort : FieldFault.TooLong)
            .WithMessage("must have 32 bytes.")
            .When(r => r.HasPdfSha256);
    }
}

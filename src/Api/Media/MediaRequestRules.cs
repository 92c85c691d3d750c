using ESchool.Api.Calls;
using ESchool.Contracts.Media.V1;
using FluentValidation;

namespace ESchool.Api.Media;

internal sealed class CreateUploadRequestRules : AbstractValidator<CreateUploadRequest>
{
    private static readonly string[] ContentTypes = ["video/mp4", "video/quicktime", "video/webm", "video/x-matroska"];

    public CreateUploadRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId();
        RuleFor(r => r.FileName).MustBeText(1, 255);
        RuleFor(r => r.SizeBytes).GreaterThan(0).WithMessage("must be positive.");
        RuleFor(r => r.ContentType).Must(ContentTypes.Contains).WithMessage($"must be one of {string.Join(", ", ContentTypes)}.");
    }
}

internal sealed class SignUploadPartsRequestRules : AbstractValidator<SignUploadPartsRequest>
{
    public SignUploadPartsRequestRules()
    {
        RuleFor(r => r.Parts).Must(parts => parts.Count is >= 1 and <= 100).WithMessage("must have 1 to 100 parts.");
        RuleForEach(r => r.Parts).Must(part => part.Md5.Length == 16).WithMessage("must have an md5 of 16 bytes.");
    }
}

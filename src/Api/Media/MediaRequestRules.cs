using System.Text.RegularExpressions;
using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Media.V1;
using ESchool.Domain;
using FluentValidation;

namespace ESchool.Api.Media;

internal sealed partial class CreateUploadRequestRules : AbstractValidator<CreateUploadRequest>
{
    /// <summary>What browsers and systems call videos besides <c>video/…</c>, or when they do not know. What the file is, the probe finds out.</summary>
    private static readonly HashSet<string> OtherTypes = new(
        ["application/octet-stream", "application/mp4", "application/x-matroska", "application/vnd.ms-asf", "binary/octet-stream"],
        StringComparer.OrdinalIgnoreCase
    );

    public CreateUploadRequestRules()
    {
        RuleFor(r => r.SizeBytes)
            .GreaterThan(0)
            .WithMessage("must be more than 0: this file is empty. Look whether the recording was saved, and choose it again.");
        RuleFor(r => r.ContentType)
            .Must(IsVideo)
            .WithFault(FieldFault.UnknownValue)
            .WithMessage(
                "must be the media type of a video (video/…), application/octet-stream or empty. This file says to be something else: choose the video itself."
            );
    }

    private static bool IsVideo(string type) =>
        type.Length == 0
        || (
            type.Length <= 255
            && MediaType().Match(type) is { Success: true } match
            && (match.Groups["kind"].Value.Equals("video", StringComparison.OrdinalIgnoreCase) || OtherTypes.Contains(match.Groups["essence"].Value))
        );

    /// <summary>
    /// A media type with or without parameters, which decide nothing: browsers write <c>video/webm;codecs=vp8,opus</c>, although RFC 9110 has such a value in
    /// quotes.
    /// </summary>
    [GeneratedRegex(@"^\s*(?<essence>(?<kind>[\w!#$&^.+-]+)/[\w!#$&^.+-]+)\s*(;[^\x00-\x1f\x7f]*)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex MediaType();
}

internal sealed class SignUploadPartsRequestRules : AbstractValidator<SignUploadPartsRequest>
{
    public SignUploadPartsRequestRules()
    {
        RuleForEach(r => r.Parts).Must(part => part.Md5.Length == 16).WithFault(FieldFault.Malformed).WithMessage("must have an md5 of 16 bytes.");
    }
}

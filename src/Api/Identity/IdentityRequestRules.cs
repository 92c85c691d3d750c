using ESchool.Api.Calls.Wire;
using ESchool.Application.Identity;
using ESchool.Application.Identity.Avatars;
using ESchool.Contracts.Identity.V1;
using ESchool.Domain;
using FluentValidation;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Identity;

internal static class IdentityRules
{
    public static IRuleBuilderOptions<T, string> MustBeLocale<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(locale => LanguageTag.Find(locale) is not null)
            .WithFault(FieldFault.UnknownValue)
            .WithMessage("must be a BCP 47 language tag, such as de-CH.");
}

internal sealed class RegisterRequestRules : AbstractValidator<RegisterRequest>
{
    public RegisterRequestRules(IOptions<IdentityOptions> identity) => RuleFor(r => r.Email).MustBeMailbox(identity.Value.AllowUtf8Addresses);
}

internal sealed class ResendVerificationEmailRequestRules : AbstractValidator<ResendVerificationEmailRequest>
{
    public ResendVerificationEmailRequestRules() => RuleFor(r => r.Email).MustBeEmail();
}

internal sealed class RevokeSessionsRequestRules : AbstractValidator<RevokeSessionsRequest>
{
    public RevokeSessionsRequestRules()
    {
        RuleFor(r => r.WhichCase).NotEqual(RevokeSessionsRequest.WhichOneofCase.None).OverridePropertyName("which").WithMessage("must be given.");
        RuleFor(r => r.AllOthers)
            .Equal(true)
            .When(r => r.WhichCase == RevokeSessionsRequest.WhichOneofCase.AllOthers)
            .WithMessage("must be true when it is given.");
        RuleFor(r => r.All).Equal(true).When(r => r.WhichCase == RevokeSessionsRequest.WhichOneofCase.All).WithMessage("must be true when it is given.");
    }
}

internal sealed class ConfirmIdentityRequestRules : AbstractValidator<ConfirmIdentityRequest>
{
    public ConfirmIdentityRequestRules() =>
        RuleFor(r => r)
            .Must(r => r.Password.Length > 0 || r.Code.Length > 0)
            .OverridePropertyName("password")
            .WithFault(FieldFault.Required)
            .WithMessage("or code must be given.");
}

internal sealed class RequestPasswordResetRequestRules : AbstractValidator<RequestPasswordResetRequest>
{
    public RequestPasswordResetRequestRules() => RuleFor(r => r.Email).MustBeEmail();
}

internal sealed class UpdateUserRequestRules : AbstractValidator<UpdateUserRequest>
{
    public UpdateUserRequestRules()
    {
        When(
            r => r.User is not null,
            () =>
            {
                RuleFor(r => r.User.TimeZone).MustBeTimeZone().When(r => r.User.TimeZone.Length > 0);
                RuleFor(r => r.User.Locale).MustBeLocale().When(r => r.User.Locale.Length > 0);
            }
        );
    }
}

internal sealed class CreateAvatarUploadRequestRules : AbstractValidator<CreateAvatarUploadRequest>
{
    public CreateAvatarUploadRequestRules() =>
        RuleFor(r => r.ContentType)
            .Must(CreateAvatarUpload.ContentTypes.Contains)
            .WithFault(FieldFault.UnknownValue)
            .WithMessage($"must be one of {string.Join(", ", CreateAvatarUpload.ContentTypes)}.");
}

internal sealed class SetAvatarRequestRules : AbstractValidator<SetAvatarRequest>
{
    public SetAvatarRequestRules() => RuleFor(r => r.Upload).MustBeUuid();
}

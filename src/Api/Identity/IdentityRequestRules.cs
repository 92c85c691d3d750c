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
    public static IRuleBuilderOptions<T, string> MustBeNewPassword<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(password => TextLength.Of(password) >= 10 && TextLength.IsWithin(password, 128)).WithFault(password => FieldFaults.OfLength(password, 128)).WithMessage("must have 10 to 128 characters.");

    public static IRuleBuilderOptions<T, string> MustBeCode<T>(this IRuleBuilder<T, string> rule) => rule.MustBeText(6, 40);

    /// <summary>A name of the IANA database; Windows' own names are not.</summary>
    public static IRuleBuilderOptions<T, string> MustBeTimeZone<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(zone => zone.Length <= 64 && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId).WithFault(FieldFaults.OfForm).WithMessage("must be an IANA time zone, such as Europe/Berlin.");

    public static IRuleBuilderOptions<T, string> MustBeLocale<T>(this IRuleBuilder<T, string> rule) =>
        rule.Matches("^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$").WithMessage("must be a BCP 47 language tag, such as de-CH.");
}

internal sealed class RegisterRequestRules : AbstractValidator<RegisterRequest>
{
    public RegisterRequestRules(IOptions<IdentityOptions> identity)
    {
        RuleFor(r => r.RequestId).MustBeRequestId();
        RuleFor(r => r.Email).MustBeMailbox(identity.Value.AllowUtf8Addresses);
        RuleFor(r => r.Password).MustBeNewPassword();
        RuleFor(r => r.DisplayName).MustBeText(1, 100);
    }
}

internal sealed class ResendVerificationEmailRequestRules : AbstractValidator<ResendVerificationEmailRequest>
{
    public ResendVerificationEmailRequestRules() => RuleFor(r => r.Email).MustBeEmail();
}

internal sealed class VerifyEmailRequestRules : AbstractValidator<VerifyEmailRequest>
{
    public VerifyEmailRequestRules() => RuleFor(r => r.Token).MustBeText(1, 200);
}

internal sealed class SignInRequestRules : AbstractValidator<SignInRequest>
{
    public SignInRequestRules()
    {
        RuleFor(r => r.Email).MustBeText(1, 254);
        RuleFor(r => r.DeviceToken).MustBeText(0, 4_000);
        RuleFor(r => r.Password).Must(password => password.Length >= 1 && TextLength.IsWithin(password, 128)).WithFault(password => FieldFaults.OfLength(password, 128)).WithMessage("must have 1 to 128 characters.");
        RuleFor(r => r.TokenDelivery).IsInEnum();
    }
}

internal sealed class AnswerSecondFactorRequestRules : AbstractValidator<AnswerSecondFactorRequest>
{
    public AnswerSecondFactorRequestRules()
    {
        RuleFor(r => r.Challenge).MustBeText(1, 1_000);
        RuleFor(r => r.Code).MustBeCode();
        RuleFor(r => r.DeviceToken).MustBeText(0, 4_000);
        RuleFor(r => r.TokenDelivery).IsInEnum();
    }
}

internal sealed class RefreshSessionRequestRules : AbstractValidator<RefreshSessionRequest>
{
    public RefreshSessionRequestRules()
    {
        RuleFor(r => r.RefreshToken).MustBeText(0, 200);
        RuleFor(r => r.DeviceToken).MustBeText(0, 4_000);
    }
}

internal sealed class RevokeSessionsRequestRules : AbstractValidator<RevokeSessionsRequest>
{
    public RevokeSessionsRequestRules()
    {
        RuleFor(r => r.WhichCase).NotEqual(RevokeSessionsRequest.WhichOneofCase.None).OverridePropertyName("which").WithMessage("must be given.");
        RuleFor(r => r.AllOthers).Equal(true).When(r => r.WhichCase == RevokeSessionsRequest.WhichOneofCase.AllOthers).WithMessage("must be true when it is given.");
        RuleFor(r => r.All).Equal(true).When(r => r.WhichCase == RevokeSessionsRequest.WhichOneofCase.All).WithMessage("must be true when it is given.");
    }
}

internal sealed class ConfirmIdentityRequestRules : AbstractValidator<ConfirmIdentityRequest>
{
    public ConfirmIdentityRequestRules()
    {
        RuleFor(r => r.Password).Must(password => TextLength.IsWithin(password, 128)).WithFault(FieldFault.TooLong).WithMessage("must have at most 128 characters.");
        RuleFor(r => r.Code).MustBeText(0, 40);
        RuleFor(r => r).Must(r => r.Password.Length > 0 || r.Code.Length > 0).OverridePropertyName("password").WithFault(FieldFault.Required).WithMessage("or code must be given.");
    }
}

internal sealed class RequestPasswordResetRequestRules : AbstractValidator<RequestPasswordResetRequest>
{
    public RequestPasswordResetRequestRules() => RuleFor(r => r.Email).MustBeEmail();
}

internal sealed class ResetPasswordRequestRules : AbstractValidator<ResetPasswordRequest>
{
    public ResetPasswordRequestRules()
    {
        RuleFor(r => r.Token).MustBeText(1, 200);
        RuleFor(r => r.NewPassword).MustBeNewPassword();
    }
}

internal sealed class ChangePasswordRequestRules : AbstractValidator<ChangePasswordRequest>
{
    public ChangePasswordRequestRules()
    {
        RuleFor(r => r.CurrentPassword).Must(password => TextLength.IsWithin(password, 128)).WithFault(FieldFault.TooLong).WithMessage("must have at most 128 characters.");
        RuleFor(r => r.NewPassword).MustBeNewPassword();
    }
}

internal sealed class ConfirmTotpSetupRequestRules : AbstractValidator<ConfirmTotpSetupRequest>
{
    public ConfirmTotpSetupRequestRules() => RuleFor(r => r.Code).MustBeCode();
}

internal sealed class UpdateUserRequestRules : AbstractValidator<UpdateUserRequest>
{
    public UpdateUserRequestRules()
    {
        RuleFor(r => r.User).NotNull().WithMessage("must be given.");
        When(r => r.User is not null, () =>
        {
            RuleFor(r => r.User.DisplayName).MustBeText(1, 100).When(r => Changes(r, "display_name", r.User.DisplayName));
            RuleFor(r => r.User.TimeZone).MustBeTimeZone().When(r => Changes(r, "time_zone", r.User.TimeZone));
            RuleFor(r => r.User.Locale).MustBeLocale().When(r => Changes(r, "locale", r.User.Locale));
        });
    }

    private static bool Changes(UpdateUserRequest request, string path, string value) => value.Length > 0 || request.UpdateMask?.Paths.Contains(path) == true;
}

internal sealed class CreateAvatarUploadRequestRules : AbstractValidator<CreateAvatarUploadRequest>
{
    public CreateAvatarUploadRequestRules() =>
        RuleFor(r => r.ContentType).Must(CreateAvatarUpload.ContentTypes.Contains).WithFault(FieldFault.UnknownValue).WithMessage($"must be one of {string.Join(", ", CreateAvatarUpload.ContentTypes)}.");
}

internal sealed class SetAvatarRequestRules : AbstractValidator<SetAvatarRequest>
{
    public SetAvatarRequestRules() => RuleFor(r => r.Upload).MustBeRequestId(required: true);
}

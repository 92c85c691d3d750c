using ESchool.Api.Calls;
using ESchool.Contracts.Identity.V1;
using FluentValidation;

namespace ESchool.Api.Identity;

internal static class IdentityRules
{
    public static IRuleBuilderOptions<T, string> MustBeEmail<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(email => email.Length <= 254 && MimeKit.MailboxAddress.TryParse(email, out var box) && box.Address == email.Trim() && email.Contains('@', StringComparison.Ordinal))
            .WithMessage("must be an e-mail address.");
}

internal sealed class RegisterRequestRules : AbstractValidator<RegisterRequest>
{
    public RegisterRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId();
        RuleFor(r => r.Email).MustBeEmail();
        RuleFor(r => r.Password).Must(password => password.Length is >= 10 and <= 128).WithMessage("must have 10 to 128 characters.");
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
        RuleFor(r => r.Password).Must(password => password.Length is >= 1 and <= 128).WithMessage("must have 1 to 128 characters.");
    }
}

internal sealed class RefreshSessionRequestRules : AbstractValidator<RefreshSessionRequest>
{
    public RefreshSessionRequestRules() => RuleFor(r => r.RefreshToken).MustBeText(1, 200);
}

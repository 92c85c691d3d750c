using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Identity.V1;
using FluentValidation;

namespace ESchool.Api.Identity;

internal sealed class BeginGoogleSignInRequestRules : AbstractValidator<BeginGoogleSignInRequest>
{
    public BeginGoogleSignInRequestRules() => RuleFor(r => r.RedirectUri).MustBeText(1, 2_000);
}

internal sealed class CompleteGoogleSignInRequestRules : AbstractValidator<CompleteGoogleSignInRequest>
{
    public CompleteGoogleSignInRequestRules()
    {
        RuleFor(r => r.Code).MustBeText(1, 2_000);
        RuleFor(r => r.State).MustBeText(1, 200);
        RuleFor(r => r.FlowToken).MustBeText(1, 200);
        RuleFor(r => r.DeviceToken).MustBeText(0, 4_000);
        RuleFor(r => r.TokenDelivery).IsInEnum();
    }
}

internal sealed class SignInWithGoogleIdTokenRequestRules : AbstractValidator<SignInWithGoogleIdTokenRequest>
{
    public SignInWithGoogleIdTokenRequestRules()
    {
        RuleFor(r => r.IdToken).MustBeText(1, 16_384);
        RuleFor(r => r.Nonce).MustBeText(16, 200);
        RuleFor(r => r.DeviceToken).MustBeText(0, 4_000);
        RuleFor(r => r.TokenDelivery).IsInEnum();
    }
}

using ESchool.Api.Calls.Http;
using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Payments.V1;
using ESchool.Domain;
using FluentValidation;

namespace ESchool.Api.Payments.Checkout;

internal sealed class StartCheckoutRequestRules : AbstractValidator<StartCheckoutRequest>
{
    public StartCheckoutRequestRules(Frontends frontends)
    {
        RuleFor(r => r.Bundle)
            .Must((request, bundle) => bundle.Length == 0 || request.Course.Length == 0)
            .WithFault(FieldFault.NotAllowed)
            .WithMessage("or course must be given, not both.");
        RuleFor(r => r.SuccessUrl).MustBeOn(frontends);
        RuleFor(r => r.CancelUrl).MustBeOn(frontends);
        RuleFor(r => r.CurrencyCode).MustBeCurrency();
    }
}

internal sealed class PreviewPriceRequestRules : AbstractValidator<PreviewPriceRequest>
{
    public PreviewPriceRequestRules()
    {
        RuleFor(r => r.CountryCode).Matches("^([A-Z]{2})?$").WithMessage("must be an ISO 3166-1 code of two letters, such as DE, or empty.");
        RuleFor(r => r.PostalCode).Empty().When(r => r.CountryCode.Length == 0).WithFault(FieldFault.NotAllowed).WithMessage("needs a country_code.");
        RuleFor(r => r.Bundle)
            .Must((request, bundle) => bundle.Length == 0 || request.Course.Length == 0)
            .WithFault(FieldFault.NotAllowed)
            .WithMessage("or course must be given, not both.");
        RuleFor(r => r.CurrencyCode).MustBeCurrency();
    }
}

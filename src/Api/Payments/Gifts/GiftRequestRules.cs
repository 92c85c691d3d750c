using ESchool.Api.Calls.Http;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Identity;
using ESchool.Contracts.Payments.V1;
using FluentValidation;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Payments.Gifts;

internal sealed class StartGiftCheckoutRequestRules : AbstractValidator<StartGiftCheckoutRequest>
{
    public StartGiftCheckoutRequestRules(Frontends frontends, IOptions<IdentityOptions> identity)
    {
        RuleFor(r => r.RecipientEmail).MustBeMailbox(identity.Value.AllowUtf8Addresses);
        RuleFor(r => r.SuccessUrl).MustBeOn(frontends);
        RuleFor(r => r.CancelUrl).MustBeOn(frontends);
        RuleFor(r => r.CurrencyCode).MustBeCurrency();
    }
}

using ESchool.Contracts.StripeEvents.V1;
using FluentValidation;

namespace ESchool.Api.StripeEvents;

internal sealed class ReplayStripeEventRequestRules : AbstractValidator<ReplayStripeEventRequest>
{
    public ReplayStripeEventRequestRules() => RuleFor(r => r.Id).Matches("^evt_[A-Za-z0-9_]{1,100}$").WithMessage("must be an event's id of Stripe, evt_….");
}

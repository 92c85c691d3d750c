using ESchool.Api.Calls.Wire;
using Wire = ESchool.Contracts.StripeEvents.V1;

namespace ESchool.Api.StripeEvents;

internal static class StripeEventMapping
{
    public static Wire.StripeEvent ToWire(this Domain.StripeEvents.StripeEvent stripeEvent) =>
        new()
        {
            Id = stripeEvent.Id,
            Type = stripeEvent.Type,
            Object = stripeEvent.ObjectId,
            ReceiveTime = stripeEvent.ReceivedAt.ToWire(),
            HandleTime = stripeEvent.HandledAt.ToWire(),
        };
}

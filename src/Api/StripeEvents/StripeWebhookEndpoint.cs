using ESchool.Application.StripeEvents;
using Microsoft.AspNetCore.Http.Features;

namespace ESchool.Api.StripeEvents;

/// <summary>Where Stripe delivers events. Answers 200 once an event is stored, 400 to anything that Stripe did not sign; handling comes later.</summary>
internal static class StripeWebhookEndpoint
{
    private const int MaximumBodyBytes = 256 * 1024;

    public static void MapStripeWebhook(this IEndpointRouteBuilder routes) => routes.MapPost("/webhooks/stripe", ReceiveAsync);

    private static async Task<IResult> ReceiveAsync(HttpRequest request, ReceiveStripeEvent receive, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaximumBodyBytes;
        }

        // The signature is over the raw bytes, so they are read before anything looks at them.
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var delivery = await receive.ExecuteAsync(body.ToArray(), request.Headers["Stripe-Signature"], cancellationToken);
        return delivery == StripeDelivery.Refused
            ? Results.BadRequest(new { error = "The event is not signed for this endpoint." })
            : Results.Ok(new { received = true });
    }
}

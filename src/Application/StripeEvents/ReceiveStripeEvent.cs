using System.Text;
using System.Text.Json;
using ESchool.Application.Stripe;
using ESchool.Application.Work;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Stripe;

namespace ESchool.Application.StripeEvents;

/// <summary>What became of a delivery.</summary>
public enum StripeDelivery
{
    /// <summary>Stored; it will be handled.</summary>
    Stored,

    /// <summary>It was stored before.</summary>
    Known,

    /// <summary>Not signed by Stripe for us, stale, malformed, or of the wrong mode.</summary>
    Refused,
}

/// <summary>
/// Takes a webhook's body in: verifies the signature over the raw bytes, stores event and work request in one transaction. Handling comes later.
/// </summary>
public sealed class ReceiveStripeEvent(SchoolDbContext db, WorkOutbox outbox, IOptions<StripeOptions> options, TimeProvider clock)
{
    private const long ToleranceSeconds = 300;

    /// <summary>Takes the event in.</summary>
    /// <param name="body">The raw bytes.</param>
    /// <param name="signature">The <c>Stripe-Signature</c> header; null when there is none.</param>
    /// <param name="cancellationToken">Stops before anything is saved.</param>
    public async Task<StripeDelivery> ExecuteAsync(byte[] body, string? signature, CancellationToken cancellationToken)
    {
        if (!IsSigned(body, signature) || ReadHead(body) is not { } head)
        {
            return StripeDelivery.Refused;
        }

        return await StoreAsync(head.Id, head.Type, Encoding.UTF8.GetString(body), cancellationToken);
    }

    /// <summary>Stores an event that is known to come from Stripe, together with the request to handle it.</summary>
    internal async Task<StripeDelivery> StoreAsync(string id, string type, string json, CancellationToken cancellationToken)
    {
        return await db.InTransactionAsync(
            async () =>
            {
                var envelope = StripeEnvelope.Of(json);
                var inserted = await db.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO stripe_events.events (id, type, json, received_at) VALUES ({id}, {type}, {envelope}::jsonb, {clock.GetUtcNow()})
                    ON CONFLICT (id) DO NOTHING
                    """,
                    cancellationToken
                );
                if (inserted == 0)
                {
                    return StripeDelivery.Known;
                }

                outbox.Add(new StripeEventWork(id), id);
                await db.SaveChangesAsync(cancellationToken);
                return StripeDelivery.Stored;
            },
            cancellationToken
        );
    }

    private bool IsSigned(byte[] body, string? signature)
    {
        if (string.IsNullOrEmpty(signature))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(body);
        return options.Value.WebhookSecrets.Any(Fits);

        bool Fits(string secret)
        {
            try
            {
                EventUtility.ValidateSignature(text, signature, secret, ToleranceSeconds, clock.GetUtcNow().ToUnixTimeSeconds());
                return true;
            }
            catch (Exception fault)
                when (fault
                        is StripeException
                            or FormatException
                            or OverflowException
                            or ArgumentException
                            or NullReferenceException
                            or IndexOutOfRangeException
                            or InvalidOperationException
                )
            {
                // The library throws whatever a malformed header leads it to; all of it means: not signed.
                return false;
            }
        }
    }

    private (string Id, string Type)? ReadHead(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var id = root.GetProperty("id").GetString();
            var type = root.GetProperty("type").GetString();
            return string.IsNullOrEmpty(id) || string.IsNullOrEmpty(type) || root.GetProperty("livemode").GetBoolean() != options.Value.IsLive
                ? null
                : (id, type);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}

using System.Security.Cryptography;
using System.Text.Json;
using ESchool.Domain;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Stripe;

namespace ESchool.Application.Stripe;

/// <summary>
/// The way of every call to Stripe. Every write carries an idempotency key that derives from our id, so that a repeated call after a crash is the same call to
/// Stripe. Never called inside a database transaction.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class StripeCalls(StripeClient client, ILogger<StripeCalls> logger)
{
    /// <summary>Stripe has faults, but not that many on end.</summary>
    private const int MaximumKeys = 10;

    /// <summary>Calls Stripe.</summary>
    /// <exception cref="StripeRefusedException">Stripe refused it for good.</exception>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>: Stripe does not answer as it should.</exception>
    internal async Task<T> AskAsync<T>(Func<V1Services, Task<T>> ask)
    {
        try
        {
            return await ask(client.V1);
        }
        catch (StripeException refusal) when (IsRefusal(refusal))
        {
            throw new StripeRefusedException(refusal);
        }
        catch (Exception fault) when (IsOutage(fault))
        {
            logger.LogWarning("Stripe does not answer as it should: {Fault}", fault.Message);
            throw new DomainException(CallReasons.DependencyUnavailable, "Stripe does not answer at the moment; try again.", ("dependency", "stripe"))
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            };
        }
    }

    /// <summary>
    /// Makes something once. Stripe keeps its answer with the key for a day, also when that was a fault of its own: the same call would get the same fault for
    /// so long. What Stripe says to be such an old fault is looked for, and made under a further key when it is not there.
    /// </summary>
    /// <param name="key">The idempotency key.</param>
    /// <param name="make">Makes it.</param>
    /// <param name="find">Looks for it; null for what does no harm when it is made twice.</param>
    /// <exception cref="StripeRefusedException">Stripe refused it for good.</exception>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>: Stripe does not answer as it should.</exception>
    internal Task<T> MakeAsync<T>(string key, Func<V1Services, RequestOptions, Task<T>> make, Func<V1Services, Task<T?>>? find = null)
        where T : class =>
        AskAsync(async stripe =>
        {
            for (var again = 0; ; again++)
            {
                try
                {
                    return await make(stripe, new RequestOptions { IdempotencyKey = again == 0 ? key : $"{key}-again-{again}" });
                }
                catch (StripeException fault) when (again < MaximumKeys && IsOldFault(fault))
                {
                    if (find is not null && await find(stripe) is { } made)
                    {
                        return made;
                    }
                }
            }
        });

    /// <summary>
    /// A key for a call of which something may be another when it is sent again. Stripe refuses a known key with other parameters, so what may change is a part
    /// of the key.
    /// </summary>
    internal static string KeyOf(string key, params string[] changing) =>
        $"{key}-{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(changing)))[..16]}";

    internal static Money MoneyOf(long minorUnits, string currency) => new(minorUnits, currency.ToUpperInvariant());

    internal static DateTimeOffset TimeOf(DateTime utc) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc));

    /// <summary>A fault of Stripe's that was kept with the key, and not met now.</summary>
    private static bool IsOldFault(StripeException fault) =>
        (int)fault.HttpStatusCode >= 500
        && fault.StripeResponse?.Headers.TryGetValues("Idempotent-Replayed", out var replayed) is true
        && replayed.Contains("true");

    private static bool IsOutage(Exception fault) =>
        fault is StripeException or HttpRequestException or IOException or TimeoutException or TaskCanceledException { InnerException: TimeoutException };

    /// <summary>A 4xx is a decision, except when it only says "not now": in use, too many, key trouble of ours.</summary>
    private static bool IsRefusal(StripeException fault) =>
        (int)fault.HttpStatusCode is >= 400 and < 500 and not 401 and not 403 and not 409 and not 429 && fault.StripeError?.Type != "idempotency_error";
}

using System.Security.Cryptography;
using System.Text.Json;
using ESchool.Application.Instructors;
using ESchool.Application.Payments;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments;
using Microsoft.Extensions.Logging;
using Stripe;
using Stripe.Checkout;
using Payout = ESchool.Domain.Payouts.Payout;

namespace ESchool.Application;

/// <summary>A checkout session as Stripe has it now.</summary>
/// <param name="OrderId">Our order, from its metadata; null for a session that is of none.</param>
/// <param name="SubscriptionId">Our subscription, from its metadata; null for a session that is of none.</param>
/// <param name="StripeSubscriptionId">Stripe's subscription that it began; null for none.</param>
/// <param name="IsComplete">True when the student has finished checkout.</param>
/// <param name="IsExpired">True when it was left until it expired.</param>
/// <param name="IsPaid">True when the money is there (<c>payment_status</c> is <c>paid</c>).</param>
/// <param name="HasFailed">True when a delayed payment method failed for good.</param>
/// <param name="Charge">The charge that paid it; null before.</param>
/// <param name="TaxMinorUnits">What of the payment is tax, in minor units; known once it is paid.</param>
public sealed record CheckoutReport(
    Guid? OrderId, Guid? SubscriptionId, string? StripeSubscriptionId, bool IsComplete, bool IsExpired, bool IsPaid, bool HasFailed, ChargeReport? Charge, long TaxMinorUnits);

/// <summary>A charge as Stripe has it now.</summary>
/// <param name="Id">Stripe's id, <c>ch_…</c>.</param>
/// <param name="Gross">What the student paid.</param>
/// <param name="Settlement">What came of it on the balance at Stripe.</param>
public sealed record ChargeReport(string Id, Money Gross, Settlement Settlement);

/// <summary>A connected account as Stripe has it now.</summary>
/// <param name="DetailsSubmitted">True when Stripe has everything it asked for.</param>
/// <param name="PayoutsEnabled">True when transfers to it succeed.</param>
public sealed record AccountReport(bool DetailsSubmitted, bool PayoutsEnabled);

/// <summary>What became of a transfer.</summary>
public abstract record TransferOutcome
{
    /// <summary>Stripe made it.</summary>
    /// <param name="TransferId">Stripe's id, <c>tr_…</c>.</param>
    public sealed record Made(string TransferId) : TransferOutcome;

    /// <summary>Stripe refused it; no money moved.</summary>
    /// <param name="Message">Stripe's words.</param>
    public sealed record Refused(string Message) : TransferOutcome;

    /// <summary>The school's balance does not have the money yet; no money moved.</summary>
    /// <param name="Message">Stripe's words.</param>
    public sealed record NotYet(string Message) : TransferOutcome;

    /// <summary>The answer never came, or did not say: it may or may not have been made.</summary>
    public sealed record Unknown : TransferOutcome;
}

/// <summary>A transfer as Stripe has it now.</summary>
/// <param name="Id">Stripe's id, <c>tr_…</c>.</param>
/// <param name="PayoutId">Our payout, from its metadata; null for a transfer that is not ours.</param>
/// <param name="Reversals">What was taken back of it: Stripe's ids, <c>trr_…</c>, and how much.</param>
public sealed record TransferReport(string Id, Guid? PayoutId, IReadOnlyList<(string Id, Money Amount)> Reversals);

/// <summary>Stripe refused a call for good: the same call will be refused again.</summary>
/// <param name="message">Stripe's words.</param>
/// <param name="refusal">What Stripe's client says of it.</param>
public sealed class StripeRefusedException(string message, Exception refusal) : Exception(message, refusal);

/// <summary>
/// Everything the school asks of Stripe. Every write carries an idempotency key that derives from our id, so that a repeated call after a
/// crash is the same call to Stripe. Never called inside a database transaction.
/// </summary>
public sealed partial class StripeGateway(StripeClient client, ILogger<StripeGateway> logger)
{
    /// <summary>The metadata field that names our order.</summary>
    private const string OrderField = "order";

    /// <summary>The metadata field that names our payout.</summary>
    private const string PayoutField = "payout";

    /// <summary>Makes the checkout session of an order, or finds the one made before. After an answer that was lost, other parameters make another: nobody has the lost page's address.</summary>
    /// <returns>Session id and the page's address.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    /// <exception cref="StripeRefusedException">There will be no page.</exception>
    public Task<(string SessionId, string Url)> CreateCheckoutAsync(Order order, CheckoutPage page, string email, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var metadata = new Dictionary<string, string> { [OrderField] = order.Id.ToString() };
        var session = await client.V1.Checkout.Sessions.CreateAsync(
            new SessionCreateOptions
            {
                Mode = "payment",
                ClientReferenceId = order.Id.ToString(),
                CustomerEmail = email,
                SuccessUrl = page.SuccessUrl,
                CancelUrl = page.CancelUrl,
                Metadata = metadata,
                AutomaticTax = order.TaxBehavior is null ? null : new SessionAutomaticTaxOptions { Enabled = true },
                PaymentIntentData = new SessionPaymentIntentDataOptions { Metadata = metadata },
                LineItems =
                [
                    new SessionLineItemOptions
                    {
                        Quantity = 1,
                        PriceData = new SessionLineItemPriceDataOptions
                        {
                            Currency = order.Currency.ToLowerInvariant(),
                            UnitAmount = order.TotalMinorUnits,
                            TaxBehavior = order.TaxBehavior is { } behavior ? NameOf(behavior) : null,
                            ProductData = new SessionLineItemPriceDataProductDataOptions { Name = order.Title },
                        },
                    },
                ],
            },
            KeyFor($"order-{order.Id}", page.SuccessUrl, page.CancelUrl, email),
            cancellationToken);
        return (session.Id, session.Url);
    });

    /// <summary>Reads a checkout session with its charge and Stripe's fee.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<CheckoutReport> GetCheckoutAsync(string sessionId, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var session = await client.V1.Checkout.Sessions.GetAsync(
            sessionId,
            new SessionGetOptions { Expand = ["payment_intent.latest_charge.balance_transaction"] },
            cancellationToken: cancellationToken);
        var intent = session.PaymentIntent;
        var failed = session.Status == "complete" && session.PaymentStatus == "unpaid" && intent?.Status == "requires_payment_method";
        return new CheckoutReport(
            IdIn(session.Metadata, OrderField), IdIn(session.Metadata, SubscriptionField), session.SubscriptionId,
            session.Status == "complete", session.Status == "expired", session.PaymentStatus is "paid" or "no_payment_required", failed, ReportOf(intent?.LatestCharge),
            session.TotalDetails?.AmountTax ?? 0);
    });

    /// <summary>Closes a checkout page, unless it was paid or has expired.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task ExpireCheckoutAsync(string sessionId, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        try
        {
            await client.V1.Checkout.Sessions.ExpireAsync(sessionId, cancellationToken: cancellationToken);
        }
        catch (StripeException refusal) when (IsRefusal(refusal))
        {
            // Only an open session expires; what has become of it is read from the session itself.
        }

        return sessionId;
    });

    /// <summary>Makes the connected account of an instructor, or finds the one made before.</summary>
    /// <returns>Stripe's id, <c>acct_…</c>.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    /// <param name="instructorId">Whose.</param>
    /// <param name="email">Where Stripe writes to.</param>
    /// <param name="country">Where the instructor is paid, ISO 3166-1 alpha-2; for good.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task<string> CreateAccountAsync(Guid instructorId, string email, string country, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var account = await client.V1.Accounts.CreateAsync(
            new AccountCreateOptions
            {
                Type = "express",
                Email = email,
                Country = country,
                Capabilities = new AccountCapabilitiesOptions { Transfers = new AccountCapabilitiesTransfersOptions { Requested = true } },
                Metadata = new Dictionary<string, string> { ["instructor"] = instructorId.ToString() },
            },
            KeyFor($"account-{instructorId}", email, country),
            cancellationToken);
        return account.Id;
    });

    /// <summary>Makes a link to a connected account's onboarding. Links work once, so each call makes a new one.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<OnboardingLink> CreateAccountLinkAsync(string accountId, Uri returnUrl, Uri refreshUrl, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var link = await client.V1.AccountLinks.CreateAsync(
            new AccountLinkCreateOptions { Account = accountId, Type = "account_onboarding", ReturnUrl = returnUrl.ToString(), RefreshUrl = refreshUrl.ToString() },
            cancellationToken: cancellationToken);
        return new OnboardingLink(link.Url, link.ExpiresAt);
    });

    /// <summary>Reads a connected account.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<AccountReport> GetAccountAsync(string accountId, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var account = await client.V1.Accounts.GetAsync(accountId, cancellationToken: cancellationToken);
        return new AccountReport(account.DetailsSubmitted, account.PayoutsEnabled && account.Capabilities?.Transfers == "active");
    });

    /// <summary>Transfers a payout. Sent again with the same payout it is the same transfer.</summary>
    public async Task<TransferOutcome> CreateTransferAsync(Payout payout, CancellationToken cancellationToken)
    {
        try
        {
            var transfer = await client.V1.Transfers.CreateAsync(
                new TransferCreateOptions
                {
                    Amount = payout.MinorUnits,
                    Currency = payout.Currency.ToLowerInvariant(),
                    Destination = payout.StripeAccountId,
                    TransferGroup = GroupOf(payout),
                    Metadata = new Dictionary<string, string> { [PayoutField] = payout.Id.ToString() },
                },
                KeyFor(payout.Waits == 0 ? GroupOf(payout) : $"{GroupOf(payout)}-{payout.Waits}"),
                cancellationToken);
            return new TransferOutcome.Made(transfer.Id);
        }
        catch (StripeException refusal) when (refusal.StripeError?.Code == "balance_insufficient")
        {
            return new TransferOutcome.NotYet(refusal.StripeError.Message ?? refusal.Message);
        }
        catch (StripeException refusal) when (IsRefusal(refusal))
        {
            return new TransferOutcome.Refused(refusal.StripeError?.Message ?? refusal.Message);
        }
        catch (Exception fault) when (fault is StripeException or HttpRequestException or IOException or TaskCanceledException or TimeoutException)
        {
            return new TransferOutcome.Unknown();
        }
    }

    /// <summary>Reads what became of a payout from a connected account to its bank.</summary>
    /// <returns>Its currency, whether it failed, and why.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<(string Currency, bool HasFailed, string Message)> GetBankPayoutAsync(string accountId, string bankPayoutId, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var payout = await client.V1.Payouts.GetAsync(bankPayoutId, requestOptions: new RequestOptions { StripeAccount = accountId }, cancellationToken: cancellationToken);
        return (payout.Currency.ToUpperInvariant(), payout.Status == "failed", payout.FailureMessage ?? payout.FailureCode ?? "");
    });

    /// <summary>Asks Stripe whether it has the transfer of a payout.</summary>
    /// <returns>Stripe's id, or null when it has none.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<string?> FindTransferAsync(Payout payout, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var transfers = await client.V1.Transfers.ListAsync(new TransferListOptions { TransferGroup = GroupOf(payout), Limit = 10 }, cancellationToken: cancellationToken);
        return transfers.Data.FirstOrDefault()?.Id;
    });

    /// <summary>Reads a transfer with everything that was reversed of it.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<TransferReport> GetTransferAsync(string stripeTransferId, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var transfer = await client.V1.Transfers.GetAsync(stripeTransferId, cancellationToken: cancellationToken);
        var reversals = new List<(string, Money)>();
        await foreach (var one in client.V1.Transfers.Reversals.ListAutoPagingAsync(stripeTransferId, new TransferReversalListOptions { Limit = 100 }, cancellationToken: cancellationToken))
        {
            reversals.Add((one.Id, MoneyOf(one.Amount, one.Currency)));
        }

        return new TransferReport(transfer.Id, IdIn(transfer.Metadata, PayoutField), reversals);
    });

    /// <summary>
    /// Reverses what is missing until so much of a payout's transfer is reversed in all. Two calls that know the same of the transfer and want the same are one call to Stripe.
    /// </summary>
    /// <returns>Stripe's words when it refused; null when it was made, or nothing was missing.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<string?> ReverseTransferAsync(Payout payout, TransferReport known, Money total, CancellationToken cancellationToken) => AskAsync<string?>(async () =>
    {
        var reversed = known.Reversals.Sum(r => r.Amount.MinorUnits);
        if (reversed >= total.MinorUnits)
        {
            return null;
        }

        try
        {
            var missing = new TransferReversalCreateOptions { Amount = total.MinorUnits - reversed };
            await client.V1.Transfers.Reversals.CreateAsync(known.Id, missing, KeyFor($"reversal-{payout.Id}-{reversed}-{total.MinorUnits}"), cancellationToken);
            return null;
        }
        catch (StripeException refusal) when (IsRefusal(refusal))
        {
            return refusal.StripeError?.Message ?? refusal.Message;
        }
    });

    /// <summary>Lists events of the given types that happened since a time, the oldest first, as Stripe would have delivered them.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<IReadOnlyList<(string Id, string Type, string Json)>> ListEventsAsync(IEnumerable<string> types, DateTimeOffset since, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var events = new List<(string, string, string)>();
        var query = new EventListOptions { Types = [.. types], Created = new DateRangeOptions { GreaterThanOrEqual = since.UtcDateTime }, Limit = 100 };
        await foreach (var one in client.V1.Events.ListAutoPagingAsync(query, cancellationToken: cancellationToken))
        {
            events.Add((one.Id, one.Type, one.ToJson()));
        }

        events.Reverse();
        return (IReadOnlyList<(string, string, string)>)events;
    });

    private static string GroupOf(Payout payout) => $"payout-{payout.Id}";

    private static RequestOptions KeyFor(string key) => new() { IdempotencyKey = key };

    /// <summary>
    /// A key for a call of which something may be another when it is sent again. Stripe refuses a known key with other parameters, so what may change is a part of the key.
    /// </summary>
    private static RequestOptions KeyFor(string key, params string[] changing) =>
        KeyFor($"{key}-{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(changing)))[..16]}");

    private static ChargeReport? ReportOf(Charge? charge) =>
        charge?.BalanceTransaction is { } balance
            ? new ChargeReport(charge.Id, MoneyOf(charge.Amount, charge.Currency), SettlementOf(balance))
            : null;

    private static Settlement SettlementOf(BalanceTransaction balance) => new(MoneyOf(balance.Amount, balance.Currency), MoneyOf(balance.Fee, balance.Currency));

    /// <summary>A 4xx is a decision, except when it only says "not now": in use, too many, key trouble of ours.</summary>
    private static bool IsRefusal(StripeException fault) =>
        (int)fault.HttpStatusCode is >= 400 and < 500 and not 401 and not 403 and not 409 and not 429 && fault.StripeError?.Type != "idempotency_error";

    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (StripeException refusal) when (IsRefusal(refusal))
        {
            // Trying again would not help: we asked for something that Stripe does not do.
            throw new StripeRefusedException(refusal.StripeError?.Message ?? refusal.Message, refusal);
        }
        catch (Exception fault) when (fault is StripeException or HttpRequestException or IOException or TimeoutException or TaskCanceledException { InnerException: TimeoutException })
        {
            logger.LogWarning("Stripe does not answer as it should: {Fault}", fault.Message);
            throw new DomainException(CallReasons.DependencyUnavailable, "Stripe does not answer at the moment; try again.", ("dependency", "stripe"))
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            };
        }
    }
}

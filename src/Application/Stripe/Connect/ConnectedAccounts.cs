using ESchool.Domain;
using Microsoft.Extensions.DependencyInjection;
using Stripe;
using static ESchool.Application.Stripe.StripeCalls;

namespace ESchool.Application.Stripe.Connect;

/// <summary>A connected account as Stripe has it now.</summary>
/// <param name="DetailsSubmitted">True when Stripe has everything it asked for.</param>
/// <param name="PayoutsEnabled">True when transfers to it succeed.</param>
public sealed record AccountReport(bool DetailsSubmitted, bool PayoutsEnabled);

/// <summary>A payout of a connected account to its bank, as Stripe has it now.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="HasFailed">True when the bank sent it back.</param>
/// <param name="Message">Why; empty when it did not.</param>
public sealed record BankPayoutReport(string Currency, bool HasFailed, string Message);

/// <summary>Stripe's connected accounts.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class ConnectedAccounts(StripeCalls calls)
{
    /// <summary>Makes a connected account, or finds the one made before.</summary>
    /// <param name="what">Whose.</param>
    /// <param name="email">Where Stripe writes to.</param>
    /// <param name="country">Where the owner is paid, ISO 3166-1 alpha-2; for good.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Stripe's id, <c>acct_…</c>.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    /// <exception cref="StripeRefusedException">There will be no account, for example in this country.</exception>
    public async Task<string> CreateAsync(StripeReference what, string email, string country, CancellationToken cancellationToken)
    {
        var options = new AccountCreateOptions
        {
            Type = "express",
            Email = email,
            Country = country,
            Capabilities = new AccountCapabilitiesOptions { Transfers = new AccountCapabilitiesTransfersOptions { Requested = true } },
            Metadata = what.Metadata,
        };
        var made = await calls.MakeAsync(
            KeyOf($"account-{what.Id}", email, country),
            (stripe, request) => stripe.Accounts.CreateAsync(options, request, cancellationToken)
        );
        return made.Id;
    }

    /// <summary>Makes a link to an account's onboarding. Links work once, so each call makes a new one.</summary>
    /// <returns>The address, and when it expires.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<(string Url, DateTimeOffset ExpiresAt)> CreateLinkAsync(string accountId, Uri returnUrl, Uri refreshUrl, CancellationToken cancellationToken) =>
        calls.AskAsync(async stripe =>
        {
            var link = await stripe.AccountLinks.CreateAsync(
                new AccountLinkCreateOptions
                {
                    Account = accountId,
                    Type = "account_onboarding",
                    ReturnUrl = returnUrl.ToString(),
                    RefreshUrl = refreshUrl.ToString(),
                },
                cancellationToken: cancellationToken
            );
            return (link.Url, TimeOf(link.ExpiresAt));
        });

    /// <summary>Reads an account.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<AccountReport> GetAsync(string accountId, CancellationToken cancellationToken) =>
        calls.AskAsync(async stripe =>
        {
            var account = await stripe.Accounts.GetAsync(accountId, cancellationToken: cancellationToken);
            return new AccountReport(account.DetailsSubmitted, account.PayoutsEnabled && account.Capabilities?.Transfers == "active");
        });

    /// <summary>Reads what became of a payout from an account to its bank.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<BankPayoutReport> GetBankPayoutAsync(string accountId, string bankPayoutId, CancellationToken cancellationToken) =>
        calls.AskAsync(async stripe =>
        {
            var payout = await stripe.Payouts.GetAsync(
                bankPayoutId,
                requestOptions: new RequestOptions { StripeAccount = accountId },
                cancellationToken: cancellationToken
            );
            return new BankPayoutReport(payout.Currency.ToUpperInvariant(), payout.Status == "failed", payout.FailureMessage ?? payout.FailureCode ?? "");
        });
}

using ESchool.Domain;
using Microsoft.Extensions.DependencyInjection;
using Stripe;
using static ESchool.Application.Stripe.StripeCalls;

namespace ESchool.Application.Stripe.Connect;

/// <summary>A transfer to be made to a connected account.</summary>
/// <param name="For">What it is for; also its group.</param>
/// <param name="AccountId">Stripe's id of the account, <c>acct_…</c>.</param>
/// <param name="Amount">How much.</param>
/// <param name="Attempt">How many attempts Stripe has answered with "not yet": those are over, and the next is another call.</param>
public sealed record TransferRequest(StripeReference For, string AccountId, Money Amount, int Attempt);

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
/// <param name="References">What it belongs to.</param>
/// <param name="Reversals">What was taken back of it: Stripe's ids, <c>trr_…</c>, and how much.</param>
public sealed record TransferReport(string Id, StripeReferences References, IReadOnlyList<(string Id, Money Amount)> Reversals);

/// <summary>Stripe's transfers to connected accounts, and what is taken back of them.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class Transfers(StripeCalls calls)
{
    /// <summary>Makes a transfer. Sent again it is the same transfer.</summary>
    public async Task<TransferOutcome> CreateAsync(TransferRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var options = new TransferCreateOptions
            {
                Amount = request.Amount.MinorUnits,
                Currency = request.Amount.CurrencyCode.ToLowerInvariant(),
                Destination = request.AccountId,
                TransferGroup = request.For.Key,
                Metadata = request.For.Metadata,
            };
            var key = request.Attempt == 0 ? request.For.Key : $"{request.For.Key}-{request.Attempt}";
            var transfer = await calls.MakeAsync(
                key,
                (stripe, call) => stripe.Transfers.CreateAsync(options, call, cancellationToken),
                stripe => FindAsync(stripe, request.For, cancellationToken)
            );
            return new TransferOutcome.Made(transfer.Id);
        }
        catch (StripeRefusedException refusal)
        {
            return refusal.Code == "balance_insufficient" ? new TransferOutcome.NotYet(refusal.Message) : new TransferOutcome.Refused(refusal.Message);
        }
        catch (Exception fault) when (fault is DomainException or TaskCanceledException)
        {
            return new TransferOutcome.Unknown();
        }
    }

    /// <summary>Asks Stripe whether it has a transfer.</summary>
    /// <returns>Stripe's id, or null when it has none.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<string?> FindAsync(StripeReference what, CancellationToken cancellationToken) =>
        (await calls.AskAsync(stripe => FindAsync(stripe, what, cancellationToken)))?.Id;

    /// <summary>Reads a transfer with everything that was reversed of it.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<TransferReport> GetAsync(string transferId, CancellationToken cancellationToken) =>
        calls.AskAsync(async stripe =>
        {
            var transfer = await stripe.Transfers.GetAsync(transferId, cancellationToken: cancellationToken);
            var reversals = new List<(string, Money)>();
            var all = new TransferReversalListOptions { Limit = 100 };
            await foreach (var one in stripe.Transfers.Reversals.ListAutoPagingAsync(transferId, all, cancellationToken: cancellationToken))
            {
                reversals.Add((one.Id, MoneyOf(one.Amount, one.Currency)));
            }

            return new TransferReport(transfer.Id, new StripeReferences(transfer.Metadata), reversals);
        });

    /// <summary>
    /// Reverses what is missing until so much of a transfer is reversed in all. Two calls that know the same of the transfer and want the same are one call to
    /// Stripe.
    /// </summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    /// <exception cref="StripeRefusedException">Nothing was taken back.</exception>
    public async Task ReverseAsync(TransferReport known, StripeReference what, Money total, CancellationToken cancellationToken)
    {
        var reversed = known.Reversals.Sum(r => r.Amount.MinorUnits);
        if (reversed < total.MinorUnits)
        {
            var options = new TransferReversalCreateOptions { Amount = total.MinorUnits - reversed };
            await calls.MakeAsync(
                $"reversal-{what.Id}-{reversed}-{total.MinorUnits}",
                (stripe, call) => stripe.Transfers.Reversals.CreateAsync(known.Id, options, call, cancellationToken),
                FindAsync
            );
        }

        // What was not there when the transfer was read is this one, or makes it needless.
        async Task<TransferReversal?> FindAsync(V1Services stripe) =>
            (
                await stripe.Transfers.Reversals.ListAsync(known.Id, new TransferReversalListOptions { Limit = 100 }, cancellationToken: cancellationToken)
            ).Data.Find(reversal => known.Reversals.All(one => one.Id != reversal.Id));
    }

    private static async Task<Transfer?> FindAsync(V1Services stripe, StripeReference what, CancellationToken cancellationToken)
    {
        var grouped = new TransferListOptions { TransferGroup = what.Key, Limit = 10 };
        return (await stripe.Transfers.ListAsync(grouped, cancellationToken: cancellationToken)).Data.FirstOrDefault();
    }
}

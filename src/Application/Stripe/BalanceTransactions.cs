using ESchool.Domain;
using Microsoft.Extensions.DependencyInjection;
using Stripe;
using static ESchool.Application.Stripe.StripeCalls;

namespace ESchool.Application.Stripe;

/// <summary>A movement on the school's balance at Stripe, after Stripe's fee.</summary>
/// <param name="Type">Stripe's type of it, such as <c>charge</c>.</param>
/// <param name="Source">Stripe's id of what it belongs to; empty when it belongs to nothing.</param>
/// <param name="Net">How much, negative when it left.</param>
/// <param name="CreatedAt">When.</param>
public sealed record StripeMovement(string Type, string Source, Money Net, DateTimeOffset CreatedAt);

/// <summary>Stripe's balance transactions.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class BalanceTransactions(StripeCalls calls)
{
    /// <summary>Lists the movements on the school's balance in a stretch of time.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<IReadOnlyList<StripeMovement>> ListAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        calls.AskAsync(async stripe =>
        {
            var movements = new List<StripeMovement>();
            var created = new DateRangeOptions { GreaterThanOrEqual = from.UtcDateTime, LessThan = to.UtcDateTime };
            var query = new BalanceTransactionListOptions { Created = created, Limit = 100 };
            await foreach (var one in stripe.BalanceTransactions.ListAutoPagingAsync(query, cancellationToken: cancellationToken))
            {
                movements.Add(new StripeMovement(one.Type, one.SourceId ?? "", MoneyOf(one.Net, one.Currency), TimeOf(one.Created)));
            }

            return (IReadOnlyList<StripeMovement>)movements;
        });
}

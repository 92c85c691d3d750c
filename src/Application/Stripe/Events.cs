using ESchool.Domain;
using Microsoft.Extensions.DependencyInjection;
using Stripe;

namespace ESchool.Application.Stripe;

/// <summary>Stripe's own list of what happened, kept there for 30 days.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class Events(StripeCalls calls)
{
    /// <summary>How many types Stripe takes in one list.</summary>
    private const int MaximumTypes = 20;

    /// <summary>Lists events of the given types that happened since a time, the oldest first, as Stripe would have delivered them.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<IReadOnlyList<(string Id, string Type, string Json)>> ListAsync(
        IEnumerable<string> types,
        DateTimeOffset since,
        CancellationToken cancellationToken
    ) =>
        calls.AskAsync(async stripe =>
        {
            var events = new List<Event>();
            foreach (var together in types.Chunk(MaximumTypes))
            {
                var query = new EventListOptions
                {
                    Types = [.. together],
                    Created = new DateRangeOptions { GreaterThanOrEqual = since.UtcDateTime },
                    Limit = 100,
                };
                await foreach (var one in stripe.Events.ListAutoPagingAsync(query, cancellationToken: cancellationToken))
                {
                    events.Add(one);
                }
            }

            // Newest first, as Stripe lists them; what happened within a second keeps Stripe's order.
            return (IReadOnlyList<(string, string, string)>)
                [.. events.AsEnumerable().Reverse().OrderBy(one => one.Created).Select(one => (one.Id, one.Type, one.ToJson()))];
        });
}

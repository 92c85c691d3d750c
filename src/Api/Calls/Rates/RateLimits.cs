using System.Diagnostics.Metrics;
using ESchool.Api.Calls.Callers;
using ESchool.Application.RateLimits;
using ESchool.Contracts.Options.V1;
using ESchool.Domain;
using Grpc.Core;
using Microsoft.Extensions.Options;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace ESchool.Api.Calls.Rates;

/// <summary>Holds callers to the rate of each class of calls.</summary>
internal sealed class RateLimits
{
    public const string MeterName = "ESchool.Calls";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "eschool.calls.rate_limited",
        description: "Calls refused because their caller called too often."
    );

    private readonly Dictionary<string, RateClass> classes;
    private readonly Dictionary<RateClass, RateLimiter> limiters = [];

    public RateLimits(IEnumerable<ServiceDescriptor> services, IOptions<CallOptions> options, SharedBuckets shared, TimeProvider clock)
    {
        classes = services
            .SelectMany(service => service.Methods)
            .ToDictionary(method => $"/{method.Service.FullName}/{method.Name}", RateClasses.Of, StringComparer.Ordinal);
        var rates = options.Value.RateLimits;
        if (rates.Enabled)
        {
            Add(RateClass.Credentials, rates.Credentials);
            Add(RateClass.Read, rates.Read);
            Add(RateClass.Write, rates.Write);
            Add(RateClass.Costly, rates.Costly);
            Add(RateClass.Stream, rates.Stream);
        }

        void Add(RateClass rate, RateOptions setting) =>
            limiters[rate] = new RateLimiter(
                NameOf(rate),
                new RateLimit(setting.PerMinute, setting.Burst),
                isExact: rate == RateClass.Credentials,
                shared,
                clock
            );
    }

    /// <summary>Refuses a call beyond its caller's rate.</summary>
    /// <param name="context">The call.</param>
    /// <param name="otherwise">What an rpc counts as that is not of our contract: health and reflection.</param>
    /// <exception cref="DomainException"><c>RATE_LIMITED</c>.</exception>
    public ValueTask RequireAsync(ServerCallContext context, RateClass otherwise)
    {
        var rate = classes.GetValueOrDefault(context.Method, otherwise);
        return limiters.ContainsKey(rate) ? RequireAsync(rate, context.FindActor(), context.GetHttpContext()) : ValueTask.CompletedTask;
    }

    /// <summary>Counts a call that was refused before it was read, for its address.</summary>
    /// <exception cref="DomainException"><c>RATE_LIMITED</c>.</exception>
    public ValueTask RequireEarlyAsync(string method, HttpContext context) =>
        RequireAsync(classes.GetValueOrDefault(method, RateClass.Read), actor: null, context);

    /// <summary>Refuses one more of something beyond its caller's rate.</summary>
    /// <exception cref="DomainException"><c>RATE_LIMITED</c>.</exception>
    public async ValueTask RequireAsync(RateClass rate, Actor? actor, HttpContext context)
    {
        if (!limiters.TryGetValue(rate, out var limiter))
        {
            return;
        }

        // Passwords are guessed for many users from one address, and for one user from many.
        if (actor is null || rate == RateClass.Credentials)
        {
            Require(rate, limiter, await limiter.TakeAsync(context.ClientAddress()), "address");
        }

        if (actor is not null)
        {
            Require(rate, limiter, await limiter.TakeAsync(Caller.Of(actor.CallerId)), "user");
        }
    }

    private static void Require(RateClass rate, RateLimiter limiter, TimeSpan wait, string scope)
    {
        if (wait > TimeSpan.Zero)
        {
            Refused.Add(1, new KeyValuePair<string, object?>("class", NameOf(rate)));
            throw new DomainException(
                CallReasons.RateLimited,
                "Too many calls of the class {class} by this {scope}; {per_minute} a minute are allowed.",
                ("class", rate),
                ("scope", scope),
                ("per_minute", limiter.Limit.PerMinute),
                ("burst", limiter.Limit.Burst)
            )
            {
                RetryAfter = wait,
            };
        }
    }

    private static string NameOf(RateClass rate) => rate.ToString().ToUpperInvariant();
}

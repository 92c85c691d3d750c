using System.Runtime.InteropServices;
using ESchool.Api.Calls.Callers;
using ESchool.Application.RateLimits;
using ESchool.Contracts.Options.V1;
using ESchool.Domain;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Calls.Streams;

/// <summary>Counts the streams each caller holds open at this replica, and refuses one too many.</summary>
internal sealed class OpenStreams(IOptions<CallOptions> options)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Caller, int> open = [];

    /// <summary>How many are open, of all callers.</summary>
    public int Count
    {
        get
        {
            lock (open)
            {
                return open.Values.Sum();
            }
        }
    }

    /// <summary>Counts a stream until the result is disposed.</summary>
    /// <exception cref="DomainException"><c>RATE_LIMITED</c>.</exception>
    public IDisposable Open(ServerCallContext context)
    {
        var caller = context.FindActor() is { } actor ? Caller.Of(actor.CallerId) : context.GetHttpContext().ClientAddress();
        var limit = options.Value.MaximumStreamsPerCaller;
        lock (open)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(open, caller, out _);
            if (count >= limit)
            {
                throw new DomainException(
                    CallReasons.RateLimited,
                    "More than {open_streams} streams are open already.",
                    ("class", RateClass.Stream),
                    ("open_streams", limit)
                )
                {
                    RetryAfter = RetryAfter,
                };
            }

            count++;
        }

        return new OpenStream(this, caller);
    }

    private void Close(Caller caller)
    {
        lock (open)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(open, caller) == 0)
            {
                open.Remove(caller);
            }
        }
    }

    private sealed class OpenStream(OpenStreams streams, Caller caller) : IDisposable
    {
        public void Dispose() => streams.Close(caller);
    }
}

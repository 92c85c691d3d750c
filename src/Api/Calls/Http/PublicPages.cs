using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Calls.Http;

/// <summary>
/// Answers to what the public asks all day, kept for a moment and the same for everybody. A crowd that asks at once causes one read; what is answered
/// was true at most <see cref="CallOptions.PublicPageLifetime"/> ago. Refusals and faults are not kept.
/// </summary>
internal sealed class PublicPages(IOptions<CallOptions> options) : IDisposable
{
    /// <summary>A page of fifty courses takes some hundred kilobytes.</summary>
    private const int Capacity = 1_000;

    private readonly MemoryCache pages = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>Finds the answer to a request, or makes it.</summary>
    /// <param name="request">The whole question: the answer may depend on nothing else, and on nobody.</param>
    /// <param name="context">The call.</param>
    /// <param name="make">Makes it; nobody's impatience stops it, because others wait too.</param>
    public async Task<TResponse> GetAsync<TRequest, TResponse>(TRequest request, ServerCallContext context, Func<Task<TResponse>> make)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var lifetime = options.Value.PublicPageLifetime;
        if (lifetime == TimeSpan.Zero)
        {
            return await make();
        }

        if (!pages.TryGetValue(request, out Lazy<Task<TResponse>>? page))
        {
            page = pages.Set(request, new Lazy<Task<TResponse>>(make), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = lifetime });
        }

        try
        {
            return await page!.Value.WaitAsync(context.CancellationToken);
        }
        catch (Exception) when (page!.Value.IsFaulted)
        {
            pages.Remove(request);
            throw;
        }
    }

    public void Dispose() => pages.Dispose();
}

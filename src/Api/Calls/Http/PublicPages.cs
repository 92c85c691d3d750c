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
    /// <summary>How many bytes of answers are kept; a page of fifty courses takes some fifty thousand.</summary>
    private const long Capacity = 64_000_000;

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

        // The bytes, because messages that differ only in what is absent and what is zero are equal.
        var question = new Question(typeof(TRequest), request.ToByteString());
        if (!pages.TryGetValue(question, out Lazy<Task<TResponse>>? page))
        {
            page = Keep(question, make, lifetime);
        }

        try
        {
            return await page!.Value.WaitAsync(context.CancellationToken);
        }
        catch (Exception) when (page!.Value.IsFaulted)
        {
            pages.Remove(question);
            throw;
        }
    }

    public void Dispose() => pages.Dispose();

    private Lazy<Task<TResponse>> Keep<TResponse>(Question question, Func<Task<TResponse>> make, TimeSpan lifetime)
        where TResponse : IMessage
    {
        var end = DateTimeOffset.UtcNow + lifetime;
        Lazy<Task<TResponse>> page = null!;
        page = new Lazy<Task<TResponse>>(async () =>
        {
            var answer = await make();
            pages.Set(question, page, Until(answer.CalculateSize()));
            return answer;
        });
        return pages.Set(question, page, Until(0));

        // How large an answer is turns out when it is there.
        MemoryCacheEntryOptions Until(int bytes) => new() { Size = question.Bytes.Length + bytes, AbsoluteExpiration = end };
    }

    /// <summary>A request: which rpc, and its bytes.</summary>
    private sealed record Question(Type Request, ByteString Bytes);
}

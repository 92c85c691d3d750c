using System.Threading.Channels;
using ESchool.Api.Calls.Callers;
using ESchool.Domain;
using ESchool.Domain.Chat;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Calls.Streams;

/// <summary>What live streams need to know of the program.</summary>
internal sealed class LiveStreams(IHostApplicationLifetime lifetime, IOptions<CallOptions> options, TimeProvider clock)
{
    public LiveStream<TFrame> Open<TFrame>(IServerStreamWriter<TFrame> writer, ServerCallContext context)
        where TFrame : class => new(writer, context, lifetime, options.Value, clock);
}

/// <summary>
/// The sending side of a long stream: a bounded queue and one writer (concurrent writes on a response stream throw). A reader that is too slow
/// is closed with the number to resume from; the stream ends when the token expires, and says goodbye when the server stops.
/// </summary>
internal sealed class LiveStream<TFrame>(
    IServerStreamWriter<TFrame> writer,
    ServerCallContext context,
    IHostApplicationLifetime lifetime,
    CallOptions options,
    TimeProvider clock
)
    where TFrame : class
{
    private readonly Channel<TFrame> queue = Channel.CreateBounded<TFrame>(new BoundedChannelOptions(options.StreamQueueLength) { SingleReader = true });

    private long sentSequence;

    /// <summary>Puts a frame in line.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="sequence">The number a reader resumes from after this frame; null when it carries none.</param>
    /// <param name="cancellationToken">The producer's own token.</param>
    /// <exception cref="DomainException"><c>READER_TOO_SLOW</c>.</exception>
    public async Task SendAsync(TFrame frame, long? sequence, CancellationToken cancellationToken)
    {
        if (!queue.Writer.TryWrite(frame))
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(options.SlowReaderPatience);
            try
            {
                await queue.Writer.WriteAsync(frame, patience.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Nobody knows whether the frame that is being written arrives: it counts as not sent.
                var resume = Interlocked.Read(ref sentSequence) - options.StreamQueueLength - 1;
                throw new DomainException(ChatReasons.ReaderTooSlow, "The reader is slower than what comes.", ("resume_sequence", Math.Max(0, resume)))
                {
                    RetryAfter = TimeSpan.FromSeconds(1),
                };
            }
        }

        if (sequence is { } number)
        {
            Interlocked.Exchange(ref sentSequence, number);
        }
    }

    /// <summary>Runs the producers until one ends or fails, the caller leaves, the token expires, or the server stops.</summary>
    /// <param name="closing">Makes the frame that says goodbye at shutdown.</param>
    /// <param name="heartbeat">
    /// Makes the frame that is sent when there was nothing else to send for a while, from the last one that was sent; null when none was.
    /// </param>
    /// <param name="producers">What makes the frames.</param>
    public async Task RunAsync(Func<TFrame> closing, Func<TFrame?, TFrame> heartbeat, params Func<CancellationToken, Task>[] producers)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var lifetimeLeft = context.TokenExpiry() - clock.GetUtcNow();
        using var expiry = new CancellationTokenSource(lifetimeLeft > TimeSpan.Zero ? lifetimeLeft : TimeSpan.Zero, clock);
        using var expiryRegistration = expiry.Token.Register(stop.Cancel);

        var writing = WriteAsync(heartbeat);
        var running = producers.Select(producer => producer(stop.Token)).ToList();
        var first = await Task.WhenAny([.. running, writing]);
        await stop.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        if (lifetime.ApplicationStopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            queue.Writer.TryWrite(closing());
        }

        queue.Writer.TryComplete();
        if (first.IsFaulted)
        {
            // Why it ended matters more than what was still in line.
            await first;
        }

        // Whoever does not read what is left is not waited for.
        await Task.WhenAny(writing, Task.Delay(options.SlowReaderPatience, clock));
        if (expiry.IsCancellationRequested)
        {
            throw new DomainException(CallReasons.AccessTokenInvalid, "The access token has expired; refresh it and connect again.");
        }
    }

    private async Task WriteAsync(Func<TFrame?, TFrame> heartbeat)
    {
        var last = default(TFrame);
        var more = queue.Reader.WaitToReadAsync(context.CancellationToken).AsTask();
        while (true)
        {
            if (!await IsInTimeAsync(more))
            {
                await writer.WriteAsync(heartbeat(last), context.CancellationToken);
                continue;
            }

            if (!await more)
            {
                return;
            }

            while (queue.Reader.TryRead(out var frame))
            {
                await writer.WriteAsync(frame, context.CancellationToken);
                last = frame;
            }

            more = queue.Reader.WaitToReadAsync(context.CancellationToken).AsTask();
        }
    }

    private async Task<bool> IsInTimeAsync(Task more)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var first = await Task.WhenAny(more, Task.Delay(options.HeartbeatInterval, clock, enough.Token));
        await enough.CancelAsync();
        return first == more;
    }
}

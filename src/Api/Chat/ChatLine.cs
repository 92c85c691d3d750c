using System.Threading.Channels;
using ESchool.Application.Chat.Delivery;
using ESchool.Domain;
using ESchool.Domain.Chat;
using CallOptions = ESchool.Api.Calls.CallOptions;

namespace ESchool.Api.Chat;

/// <summary>
/// The sending side of a chat stream, with one writer. It writes ready-made frames straight into the response's pipe, as many as there are, and
/// flushes once: what is the same for all readers is encoded once, and nothing is queued for a reader but its own answers.
/// </summary>
internal sealed class ChatLine : IConversationListener, IDisposable
{
    /// <summary>So much is written at most before it is flushed.</summary>
    private const int FlushedBytes = 64 * 1024;

    private readonly ChatOutput output;
    private readonly DateTimeOffset expiry;
    private readonly Func<MessageRun, byte[]> encode;
    private readonly Func<IReadOnlyList<ChatMessage>, byte[]> encodeChanged;
    private readonly byte[] goodbye;
    private readonly byte[] heartbeat;
    private readonly ITimer beats;
    private readonly CallOptions options;
    private readonly TimeProvider clock;
    private readonly CancellationToken shutdown;
    private readonly CancellationToken aborted;
    private readonly Channel<byte[]> answers;
    private readonly Signal signal = new();
    private readonly CancellationTokenSource stop;
    private readonly CancellationTokenRegistration stopping;
    private readonly Lock door = new();
    private ConversationReader? reader;
    private DomainException? reasonToEnd;
    private long flushed;
    private bool isOver;
    private int isBeatDue;

    public ChatLine(
        ChatOutput output,
        DateTimeOffset expiry,
        Func<MessageRun, byte[]> encode,
        Func<IReadOnlyList<ChatMessage>, byte[]> encodeChanged,
        byte[] goodbye,
        byte[] heartbeat,
        CallOptions options,
        TimeProvider clock,
        CancellationToken shutdown,
        CancellationToken aborted
    )
    {
        this.output = output;
        this.expiry = expiry;
        this.encode = encode;
        this.encodeChanged = encodeChanged;
        this.goodbye = goodbye;
        this.heartbeat = heartbeat;
        this.options = options;
        this.clock = clock;
        this.shutdown = shutdown;
        this.aborted = aborted;
        answers = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(options.StreamQueueLength) { SingleReader = true });
        stop = CancellationTokenSource.CreateLinkedTokenSource(aborted, shutdown);
        stopping = stop.Token.UnsafeRegister(line => ((ChatLine)line!).Interrupt(), this);
        beats = clock.CreateTimer(line => ((ChatLine)line!).Beat(), this, options.HeartbeatInterval, options.HeartbeatInterval);
    }

    /// <summary>Puts an answer in line; waits while too many are.</summary>
    public async ValueTask AnswerAsync(byte[] frame, CancellationToken cancellationToken)
    {
        if (!answers.Writer.TryWrite(frame))
        {
            await answers.Writer.WriteAsync(frame, cancellationToken);
        }

        signal.Set();
    }

    public void Wake() => signal.Set();

    public void End(DomainException reason)
    {
        Interlocked.CompareExchange(ref reasonToEnd, reason, null);
        Stop();
    }

    public DomainException? ReasonToEnd()
    {
        if (expiry <= clock.GetUtcNow())
        {
            return new DomainException(CallReasons.AccessTokenInvalid, "The access token has expired; refresh it and connect again.");
        }

        var isFull = reader?.Waiting >= options.StreamQueueLength || answers.Reader.Count >= options.StreamQueueLength;
        return isFull && output.Waiting >= options.SlowReaderPatience
            ? new DomainException(ChatReasons.ReaderTooSlow, "The reader is slower than what comes.", ("resume_sequence", Interlocked.Read(ref flushed)))
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            }
            : null;
    }

    /// <summary>Gives the reader what it reads until it has to stop, the caller leaves or stops sending, or the server stops.</summary>
    /// <param name="following">Its place in the conversation.</param>
    /// <param name="receive">What the caller sends, if it does; its end is the end of the stream.</param>
    public async Task RunAsync(ConversationReader following, Func<CancellationToken, Task>? receive)
    {
        reader = following;
        flushed = following.Position;
        var receiving = receive is null ? Task.CompletedTask : ReceiveAsync(receive);
        try
        {
            await WriteAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It was reading when it had to stop.
        }
        finally
        {
            Stop();
            await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // Why it ended matters more than what was still in line.
        if (reasonToEnd is not null)
        {
            throw reasonToEnd;
        }

        if (receiving.IsFaulted)
        {
            await receiving;
        }

        await FinishAsync();
    }

    public void Dispose()
    {
        lock (door)
        {
            isOver = true;
        }

        beats.Dispose();
        stopping.Dispose();
        stop.Dispose();
    }

    private async Task ReceiveAsync(Func<CancellationToken, Task> receive)
    {
        try
        {
            await receive(stop.Token);
        }
        finally
        {
            Stop();
        }
    }

    private async Task WriteAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            if (await FillAsync())
            {
                await FlushAsync();
            }
            else
            {
                await signal.WaitAsync();
            }
        }
    }

    private async ValueTask<bool> FillAsync()
    {
        var size = 0;
        while (size < FlushedBytes && answers.Reader.TryRead(out var answer))
        {
            size += output.Write(answer);
        }

        while (size < FlushedBytes && reader!.NextChanged() is { } changed)
        {
            size += output.Write(encodeChanged(changed));
        }

        while (size < FlushedBytes && await reader!.NextAsync(stop.Token) is { } run)
        {
            size += output.Write(encode(run));
        }

        // Only when there is nothing else: any frame says that the line is alive.
        if (Interlocked.Exchange(ref isBeatDue, 0) == 1 && size == 0)
        {
            size = output.Write(heartbeat);
        }

        return size > 0;
    }

    private void Beat()
    {
        Interlocked.Exchange(ref isBeatDue, 1);
        signal.Set();
    }

    private async ValueTask FlushAsync()
    {
        var result = await output.FlushAsync();
        if (!result.IsCanceled)
        {
            Interlocked.Exchange(ref flushed, reader!.Position);
        }

        if (result.IsCompleted)
        {
            Stop();
        }
    }

    /// <summary>The last answers and the goodbye; whoever does not read them is not waited for.</summary>
    private async Task FinishAsync()
    {
        if (aborted.IsCancellationRequested)
        {
            return;
        }

        while (answers.Reader.TryRead(out var answer))
        {
            output.Write(answer);
        }

        if (shutdown.IsCancellationRequested)
        {
            output.Write(goodbye);
        }

        var flushing = output.FlushAsync();
        if (!flushing.IsCompleted)
        {
            await Task.WhenAny(flushing.AsTask(), Task.Delay(options.SlowReaderPatience, clock));
        }
    }

    private void Stop()
    {
        lock (door)
        {
            if (!isOver)
            {
                stop.Cancel();
            }
        }
    }

    /// <summary>Wakes the writer. Once the call is over, its pipe is somebody else's.</summary>
    private void Interrupt()
    {
        lock (door)
        {
            if (!isOver)
            {
                output.Interrupt();
            }
        }

        signal.Set();
    }
}

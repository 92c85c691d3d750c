using System.Buffers;
using System.IO.Pipelines;

namespace ESchool.Api.Chat;

/// <summary>The pipe of a response, and how long its reader lets us wait.</summary>
internal sealed class ChatOutput(PipeWriter pipe, TimeProvider clock)
{
    private long flushingSince;

    /// <summary>How long a flush has been waiting.</summary>
    public TimeSpan Waiting => Interlocked.Read(ref flushingSince) is var since and not 0 ? clock.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Puts frames into the pipe.</summary>
    /// <returns>How many bytes.</returns>
    public int Write(byte[] frames)
    {
        pipe.Write(frames);
        return frames.Length;
    }

    /// <summary>Sends what is in the pipe; waits while too much is.</summary>
    public async ValueTask<FlushResult> FlushAsync()
    {
        // Cancelling by a token would abort the call, and its caller would not learn why.
        var flushing = pipe.FlushAsync(CancellationToken.None);
        if (flushing.IsCompleted)
        {
            return await flushing;
        }

        Interlocked.Exchange(ref flushingSince, clock.GetTimestamp());
        try
        {
            return await flushing;
        }
        finally
        {
            Interlocked.Exchange(ref flushingSince, 0);
        }
    }

    /// <summary>Ends the wait of a flush; what is in the pipe stays there.</summary>
    public void Interrupt() => pipe.CancelPendingFlush();
}

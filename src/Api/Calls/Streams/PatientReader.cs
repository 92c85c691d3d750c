using System.Buffers;
using System.IO.Pipelines;
using ESchool.Domain;

namespace ESchool.Api.Calls.Streams;

/// <summary>
/// Reads a request body whose data rate the server does not watch, and gives up on a sender that begins a message and does not finish it.
/// Only the time spent waiting for the sender counts; between messages of a stream a sender may be silent for as long as it is alive.
/// </summary>
/// <param name="inner">The body.</param>
/// <param name="first">How long the first message is waited for.</param>
/// <param name="rest">How long the rest of a later message is waited for, once it has begun.</param>
/// <param name="isStream">False: there is one message, and the body must end after it.</param>
/// <param name="clock">The clock.</param>
internal sealed class PatientReader(PipeReader inner, TimeSpan first, TimeSpan rest, bool isStream, TimeProvider clock) : PipeReader
{
    private TimeSpan left = first;
    private bool isWaitedFor = true;
    private ReadOnlySequence<byte> unread;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var reading = inner.ReadAsync(cancellationToken);
        if (reading.IsCompleted || !isWaitedFor)
        {
            return Remember(await reading);
        }

        var begun = clock.GetTimestamp();
        var task = reading.AsTask();
        using (var over = new CancellationTokenSource())
        {
            if (await Task.WhenAny(task, Task.Delay(left, clock, over.Token)) != task)
            {
                inner.CancelPendingRead();
                await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new DomainException(CallReasons.RequestInvalid, "The message was not finished in time.");
            }

            await over.CancelAsync();
        }

        var spent = clock.GetElapsedTime(begun);
        left = spent < left ? left - spent : TimeSpan.Zero;
        return Remember(await task);
    }

    public override bool TryRead(out ReadResult result)
    {
        var isRead = inner.TryRead(out result);
        if (isRead)
        {
            unread = result.Buffer;
        }

        return isRead;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (isStream)
        {
            var rests = unread.Slice(consumed);
            if (rests.Length < unread.Length)
            {
                left = rest;
            }

            isWaitedFor = !rests.IsEmpty || (isWaitedFor && rests.Length == unread.Length);
        }

        unread = default;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private ReadResult Remember(ReadResult result)
    {
        unread = result.Buffer;
        return result;
    }
}

namespace ESchool.Application;

/// <summary>
/// Does the same work for many callers in one transaction. There is no timer: a request starts a flush at once, or, while one is on its way,
/// waits in the batch that the next flush takes. So a lone request is as fast as ever, and a crowd shares its commits.
/// </summary>
/// <typeparam name="TRequest">What a caller asks for.</typeparam>
/// <typeparam name="TResult">What each is answered.</typeparam>
/// <param name="flush">Does a batch and answers every request, in the same order. When it fails, every caller of the batch is told.</param>
/// <param name="maximumBatch">How many requests one flush takes at most.</param>
/// <param name="flushes">How many flushes may be on their way at once; one, when they would wait for each other's locks.</param>
public sealed class GroupCommit<TRequest, TResult>(
    Func<IReadOnlyList<TRequest>, Task<IReadOnlyList<Outcome<TResult>>>> flush,
    int maximumBatch,
    int flushes = 1
)
{
    private readonly Lock gate = new();
    private readonly Queue<Batch> waiting = new();
    private Batch? open;
    private int running;

    /// <summary>Has a request done with others, and returns when it is durable.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops the waiting, not the work: whoever gives up does not know whether it was done.</param>
    public async Task<TResult> RunAsync(TRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (batch, index) = Join(request);
        var outcomes = await batch.Done.Task.WaitAsync(cancellationToken);
        return outcomes[index].Value;
    }

    private (Batch Batch, int Index) Join(TRequest request)
    {
        lock (gate)
        {
            if (open is null || open.Requests.Count == maximumBatch)
            {
                open = new Batch();
                waiting.Enqueue(open);
            }

            var joined = open;
            joined.Requests.Add(request);
            if (running < flushes)
            {
                running++;

                // The caller's own thread goes on; it must not do the work of others.
                _ = Task.Run(FlushWaitingAsync);
            }

            return (joined, joined.Requests.Count - 1);
        }
    }

    private async Task FlushWaitingAsync()
    {
        while (Take() is { } batch)
        {
            try
            {
                batch.Done.SetResult(await flush(batch.Requests));
            }
            catch (Exception fault)
            {
                batch.Done.SetException(fault);
            }
        }
    }

    private Batch? Take()
    {
        lock (gate)
        {
            if (!waiting.TryDequeue(out var batch))
            {
                running--;
                return null;
            }

            if (ReferenceEquals(batch, open))
            {
                open = null;
            }

            return batch;
        }
    }

    private sealed class Batch
    {
        public List<TRequest> Requests { get; } = [];

        public TaskCompletionSource<IReadOnlyList<Outcome<TResult>>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>How one request of a batch ended: with a value, or refused.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public readonly struct Outcome<T>
{
    private readonly T value;
    private readonly Exception? refusal;

    private Outcome(T value, Exception? refusal)
    {
        this.value = value;
        this.refusal = refusal;
    }

    /// <summary>True when it was done.</summary>
    public bool IsValue => refusal is null;

    /// <summary>The value; throws the refusal when it was refused.</summary>
    public T Value => refusal is null ? value : throw refusal;

    /// <summary>It was done.</summary>
    public static Outcome<T> Of(T value) => new(value, null);

    /// <summary>It was refused, and changed nothing.</summary>
    public static Outcome<T> Refused(Exception refusal) => new(default!, refusal);
}

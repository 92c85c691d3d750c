using ESchool.Domain.Media;

namespace ESchool.Application.Storage;

/// <summary>
/// Writes an object of any size: whenever a part is full it is sent, so that one part is held in memory. The object is there only after <see
/// cref="CompleteAsync"/>; what is disposed before is given up, and S3 keeps nothing of it.
/// </summary>
internal sealed class MultipartStream : Stream
{
    /// <summary>
    /// A ZIP writes its headers and its directory without waiting for anybody. They go behind a part that is full, and are sent with it: parts need not be
    /// equal.
    /// </summary>
    private const int Margin = 1024 * 1024;

    private readonly ObjectStorage storage;
    private readonly string bucket;
    private readonly string key;
    private readonly long partSize;
    private readonly byte[] part;
    private readonly Dictionary<int, HeldPart> held = [];
    private int filled;
    private long written;
    private bool isComplete;

    private MultipartStream(ObjectStorage storage, string bucket, string key, string multipartId, long partSize)
    {
        this.storage = storage;
        this.bucket = bucket;
        this.key = key;
        MultipartId = multipartId;
        this.partSize = partSize;
        part = new byte[partSize + Margin];
    }

    /// <summary>S3's upload id.</summary>
    public string MultipartId { get; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => written;
        set => throw new NotSupportedException();
    }

    /// <summary>Begins an object.</summary>
    /// <param name="storage">Where.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="contentType">Its type.</param>
    /// <param name="mostBytes">How large it will be at most: the parts are as large as that needs.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    public static async Task<MultipartStream> BeginAsync(
        ObjectStorage storage,
        string bucket,
        string key,
        string contentType,
        long mostBytes,
        CancellationToken cancellationToken
    ) => new(storage, bucket, key, await storage.StartMultipartAsync(bucket, key, contentType, cancellationToken), Upload.PartSizeFor(mostBytes));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            if (filled >= partSize)
            {
                await SendAsync(cancellationToken);
            }

            var count = (int)Math.Min(buffer.Length, partSize - filled);
            buffer.Span[..count].CopyTo(part.AsSpan(filled));
            filled += count;
            written += count;
            buffer = buffer[count..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Makes the object of what was written.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (filled > 0 || held.Count == 0)
        {
            await SendAsync(cancellationToken);
        }

        await storage.CompleteMultipartAsync(bucket, key, MultipartId, held, cancellationToken);
        isComplete = true;
    }

    public override async ValueTask DisposeAsync()
    {
        if (!isComplete)
        {
            isComplete = true;
            await storage.AbortMultipartAsync(bucket, key, MultipartId, CancellationToken.None);
        }

        await base.DisposeAsync();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > part.Length - filled)
        {
            throw new NotSupportedException("It goes over the network: write more than a few headers asynchronously.");
        }

        buffer.CopyTo(part.AsSpan(filled));
        filled += buffer.Length;
        written += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        var number = held.Count + 1;
        held[number] = await storage.UploadPartAsync(bucket, key, MultipartId, number, new ArraySegment<byte>(part, 0, filled), cancellationToken);
        filled = 0;
    }
}

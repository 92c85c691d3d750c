namespace ESchool.Api.Calls.Json;

/// <summary>
/// The body of a call over JSON, up to the largest message and until the deadline; whoever reads on fails. The library reads without a token.
/// </summary>
internal sealed class BoundedBody(Stream body, int maximum, CancellationToken deadline) : Stream
{
    private long read;

    /// <summary>True when the body was longer than a message may be.</summary>
    public bool IsTooLong { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await body.ReadAsync(buffer, deadline);
        read += count;
        IsTooLong = read > maximum;
        return IsTooLong ? throw new InvalidDataException("The message is longer than the server takes.") : count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

namespace ESchool.Application.Typesetting.Tables;

/// <summary>Gathers what is written without waiting, such as by writers that know no other way, and sends it on when it is told to.</summary>
/// <param name="to">Where to.</param>
internal sealed class GatheringStream(Stream to) : Stream
{
    private readonly MemoryStream gathered = new();
    private long sent;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => Position;

    public override long Position
    {
        get => sent + gathered.Length;
        set => throw new NotSupportedException();
    }

    /// <summary>Sends what was gathered.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        await to.WriteAsync(gathered.GetBuffer().AsMemory(0, (int)gathered.Length), cancellationToken);
        sent += gathered.Length;
        gathered.SetLength(0);
    }

    public override void Write(ReadOnlySpan<byte> buffer) => gathered.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => gathered.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        gathered.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        gathered.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        gathered.Dispose();
        base.Dispose(disposing);
    }
}

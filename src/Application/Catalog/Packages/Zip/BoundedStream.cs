using ESchool.Application.Storage;

namespace ESchool.Application.Catalog.Packages.Zip;

/// <summary>The first bytes of a stream.</summary>
internal sealed class BoundedStream(Stream inner, long length) : ReadOnlyStream(inner)
{
    private long left = length;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await Inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, left)], cancellationToken);
        left -= count;
        return count;
    }
}

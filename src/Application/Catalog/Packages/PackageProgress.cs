using ESchool.Application.Media.Transcoding;

namespace ESchool.Application.Catalog.Packages;

/// <summary>Saves how far an attempt is, at most once a second, and stops it when it is not the latest any more.</summary>
/// <param name="totalBytes">How much there is to do.</param>
/// <param name="save">Saves a percentage; false when another attempt has begun, or this one was given up.</param>
/// <param name="clock">The clock.</param>
internal sealed class PackageProgress(long totalBytes, Func<int, Task<bool>> save, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private long done;
    private long savedAt = clock.GetTimestamp();

    /// <summary>Copies a stream, and counts its bytes.</summary>
    /// <exception cref="AttemptSupersededException">Another attempt has begun, or this one was given up.</exception>
    public async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken, Action<ReadOnlySpan<byte>>? look = null)
    {
        var buffer = new byte[128 * 1024];
        while (await from.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            look?.Invoke(buffer.AsSpan(0, count));
            await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            await AdvanceAsync(count);
        }
    }

    private async Task AdvanceAsync(int bytes)
    {
        done += bytes;
        if (clock.GetElapsedTime(savedAt) < Interval)
        {
            return;
        }

        savedAt = clock.GetTimestamp();
        if (!await save((int)Math.Min(99, done * 100 / Math.Max(1, totalBytes))))
        {
            throw new AttemptSupersededException();
        }
    }
}

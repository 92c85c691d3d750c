using System.Buffers.Binary;

namespace ESchool.Application.Days;

/// <summary>Ids tell by the millisecond when their rows were made, so ranges of time are ranges of ids, and need no index of their own.</summary>
internal static class RowIds
{
    /// <summary>The least id of a row that is made in this millisecond or later.</summary>
    public static Guid FirstAt(DateTimeOffset time)
    {
        // A UUIDv7 begins with the milliseconds since 1970; the rest is zero here.
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, time.ToUnixTimeMilliseconds()) << 16);
        return new Guid(bytes, bigEndian: true);
    }
}

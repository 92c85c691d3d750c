using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ESchool.Bench.Measures.Chat.Clients;

/// <summary>
/// Waits for many sockets on one thread. The asynchronous sockets of .NET would need more of the machine than what is measured: a task and a
/// thread of the pool for each delivery.
/// </summary>
internal sealed partial class Epoll : IDisposable
{
    private const int Add = 1;
    private const int Readable = 1;
    private const int MostEvents = 512;

    // struct epoll_event is packed on x86-64 and nowhere else: events in the first four bytes, our number behind them.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    private readonly int handle = Check(Create(0));
    private readonly byte[] events = new byte[MostEvents * (DataOffset + sizeof(long))];

    public void Watch(Socket socket, int number)
    {
        Span<byte> wanted = stackalloc byte[DataOffset + sizeof(long)];
        BinaryPrimitives.WriteInt32LittleEndian(wanted, Readable);
        BinaryPrimitives.WriteInt32LittleEndian(wanted[DataOffset..], number);
        Check(Control(handle, Add, (int)socket.Handle, ref wanted[0]));
    }

    /// <summary>Waits until sockets can be read.</summary>
    /// <returns>How many; ask <see cref="NumberOf"/> for each.</returns>
    public int Wait(int milliseconds)
    {
        var count = Wait(handle, ref events[0], MostEvents, milliseconds);
        return count >= 0 || Marshal.GetLastPInvokeError() == Interrupted ? Math.Max(0, count) : Check(count);
    }

    public int NumberOf(int index) => BinaryPrimitives.ReadInt32LittleEndian(events.AsSpan((index * (DataOffset + sizeof(long))) + DataOffset));

    public void Dispose() => Check(Close(handle));

    private const int Interrupted = 4;

    private static int Check(int result) => result >= 0 ? result : throw new IOException($"epoll failed with error {Marshal.GetLastPInvokeError()}.");

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int epoll, int operation, int file, ref byte wanted);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int Wait(int epoll, ref byte events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}

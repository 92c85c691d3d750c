using System.Text.Unicode;

namespace ESchool.Bench.Measures.Chat.Clients;

/// <summary>The few fields of chat's messages that the generator reads and writes, in place and without objects.</summary>
internal static class ChatWire
{
    private const int IdLength = 36;

    /// <summary>How long a message to send is: two fields with lengths below 128.</summary>
    public static int LengthOfSend(int text) => 2 + IdLength + 2 + text;

    /// <summary>Writes the id and the text, as the fields with these numbers.</summary>
    public static void WriteSend(Span<byte> to, int idField, int textField, ReadOnlySpan<byte> text)
    {
        to = WriteHead(to, idField, IdLength);
        Utf8.TryWrite(to, $"{Guid.NewGuid()}", out _);
        to = WriteHead(to[IdLength..], textField, text.Length);
        text.CopyTo(to);
    }

    /// <summary>Writes the head of a field with a length.</summary>
    /// <returns>Where the field begins.</returns>
    public static Span<byte> WriteHead(Span<byte> to, int field, int length)
    {
        to[0] = (byte)((field << 3) | 2);
        to[1] = (byte)(length < 128 ? length : (length & 127) | 128);
        if (length < 128)
        {
            return to[2..];
        }

        to[2] = (byte)(length >> 7);
        return to[3..];
    }

    /// <summary>Reads the next field that has a length.</summary>
    public static ReadOnlySpan<byte> ReadField(scoped ref ReadOnlySpan<byte> from, out int field)
    {
        field = from[0] >> 3;
        from = from[1..];
        var length = (int)ReadVarint(ref from);
        var value = from[..length];
        from = from[length..];
        return value;
    }

    /// <summary>The number and the text of a <c>Message</c>.</summary>
    public static ReadOnlySpan<byte> ReadMessage(ReadOnlySpan<byte> message, out long sequence)
    {
        // Field 1 is the number; then come the sender, the id and the text.
        message = message[1..];
        sequence = ReadVarint(ref message);
        ReadOnlySpan<byte> value;
        int field;
        do
        {
            value = ReadField(ref message, out field);
        } while (field != 4);
        return value;
    }

    private static long ReadVarint(scoped ref ReadOnlySpan<byte> from)
    {
        var (value, shift) = (0L, 0);
        byte next;
        do
        {
            next = from[0];
            from = from[1..];
            value |= (long)(next & 127) << shift;
            shift += 7;
        } while (next >= 128);
        return value;
    }
}

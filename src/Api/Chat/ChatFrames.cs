using System.Buffers.Binary;
using ESchool.Application.Chat.Delivery;
using ESchool.Contracts.Chat.V1;
using ESchool.Domain.Chat;
using Google.Protobuf;

namespace ESchool.Api.Chat;

/// <summary>Messages as they stand on the wire, made once for all who read them.</summary>
internal sealed class ChatFrames(IReadOnlyList<ChatMessage> messages)
{
    /// <summary>Every gRPC message is preceded by whether it is compressed, and by its length.</summary>
    private const int PrefixBytes = 1 + sizeof(int);

    private byte[]? connect;
    private byte[]? subscribe;

    public static ChatFrames Of(MessageRun run) => run.FormOf(messages => new ChatFrames(messages));

    /// <summary>As frames of Connect.</summary>
    public byte[] Connect => connect ??= Encode([.. messages.Select(m => new ConnectResponse { Message = m.ToWire() })]);

    /// <summary>As frames of Subscribe.</summary>
    public byte[] Subscribe => subscribe ??= Encode([.. messages.Select(m => new SubscribeResponse { Message = m.ToWire() })]);

    /// <summary>Messages that have changed, as frames of Connect.</summary>
    public static byte[] ConnectChanged(IReadOnlyList<ChatMessage> changed) => Encode([.. changed.Select(m => new ConnectResponse { Changed = m.ToWire() })]);

    /// <summary>Messages that have changed, as frames of Subscribe.</summary>
    public static byte[] SubscribeChanged(IReadOnlyList<ChatMessage> changed) =>
        Encode([.. changed.Select(m => new SubscribeResponse { Changed = m.ToWire() })]);

    /// <summary>Frames one after the other, uncompressed: the school compresses no answers.</summary>
    public static byte[] Encode(params ReadOnlySpan<IMessage> frames)
    {
        var total = 0;
        foreach (var frame in frames)
        {
            total += PrefixBytes + frame.CalculateSize();
        }

        var bytes = new byte[total];
        var rest = bytes.AsSpan();
        foreach (var frame in frames)
        {
            var size = frame.CalculateSize();
            BinaryPrimitives.WriteInt32BigEndian(rest[1..], size);
            frame.WriteTo(rest.Slice(PrefixBytes, size));
            rest = rest[(PrefixBytes + size)..];
        }

        return bytes;
    }
}

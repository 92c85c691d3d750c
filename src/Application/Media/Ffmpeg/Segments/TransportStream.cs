namespace ESchool.Application.Media.Ffmpeg.Segments;

/// <summary>Looks into an MPEG transport stream segment (ISO 13818-1), as far as needed to trust it.</summary>
internal static class TransportStream
{
    private const int PacketLength = 188;
    private const byte Sync = 0x47;
    private const int SequenceParameters = 7;

    /// <summary>Checks a segment's framing and that its picture begins with a keyframe.</summary>
    /// <returns>The picture's RFC 6381 codec, such as <c>avc1.64001f</c>, from its sequence parameter set.</returns>
    /// <exception cref="InvalidDataException">It is not such a segment.</exception>
    public static string RequireKeyframe(ReadOnlySpan<byte> segment)
    {
        if (segment.IsEmpty || segment.Length % PacketLength != 0)
        {
            throw new InvalidDataException("A segment is not made of whole packets.");
        }

        var codec = default(string);
        for (; !segment.IsEmpty; segment = segment[PacketLength..])
        {
            if (segment[0] != Sync)
            {
                throw new InvalidDataException("A segment lost its packets' rhythm.");
            }

            codec ??= CodecAtKeyframe(segment[..PacketLength]);
        }

        return codec ?? throw new InvalidDataException("A segment has no picture.");
    }

    // Null for a packet in which no picture begins.
    private static string? CodecAtKeyframe(ReadOnlySpan<byte> packet)
    {
        var startsUnit = (packet[1] & 0x40) != 0;
        var hasAdaptation = (packet[3] & 0x20) != 0;
        var payload = hasAdaptation ? packet[Math.Min(PacketLength, 5 + packet[4])..] : packet[4..];

        // 00 00 01 and a video stream's id begin a packet of the elementary stream.
        if (!startsUnit || payload.Length < 4 || payload[0] != 0 || payload[1] != 0 || payload[2] != 1 || (payload[3] & 0xF0) != 0xE0)
        {
            return null;
        }

        var isRandomAccess = hasAdaptation && packet[4] > 0 && (packet[5] & 0x40) != 0;
        return (isRandomAccess ? Codec(payload[4..]) : null) ?? throw new InvalidDataException("A segment does not begin with a keyframe.");
    }

    // The encoder writes the parameters before every keyframe, after a delimiter of 6 bytes: always within the first packet.
    private static string? Codec(ReadOnlySpan<byte> payload)
    {
        for (var at = 0; at + 6 < payload.Length; at++)
        {
            if (payload[at] == 0 && payload[at + 1] == 0 && payload[at + 2] == 1 && (payload[at + 3] & 0x1F) == SequenceParameters)
            {
                return "avc1." + Convert.ToHexStringLower(payload.Slice(at + 4, 3));
            }
        }

        return null;
    }
}

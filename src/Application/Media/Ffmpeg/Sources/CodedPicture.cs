using System.Globalization;

namespace ESchool.Application.Media.Ffmpeg.Sources;

/// <summary>
/// A coded picture that may serve as the ladder's largest rung as it is: H.264 that every player plays, at a steady rate, cut into closed groups of
/// pictures that are short enough for segments. Copying it saves the largest part of the work, and all of its quality.
/// </summary>
/// <param name="CutSeconds">Where segments begin, without the first: each a keyframe's time.</param>
/// <param name="Kilobits">The picture's bits per second, in the worst of the segments.</param>
/// <param name="Delay">How many frames later than they are decoded frames are shown: what rungs must have in common for their times to be the same.</param>
public sealed record CodedPicture(IReadOnlyList<double> CutSeconds, int Kilobits, int Delay)
{
    /// <summary>Without frames that refer to later ones.</summary>
    public const int NoDelay = 0;

    /// <summary>What the encoder of the other rungs does by itself.</summary>
    public const int EncoderDelay = 2;

    /// <summary>Segments may be as long as this; they are cut at the first keyframe after four seconds.</summary>
    private const double LongestSegmentSeconds = 8;

    /// <summary>Finds the cuts in the packets of a picture, in the order they are stored in.</summary>
    /// <param name="packets">The packets.</param>
    /// <param name="start">When the file begins.</param>
    /// <param name="end">When the picture ends.</param>
    /// <param name="rate">The picture's frames a second.</param>
    /// <returns>Null when the picture can't be cut into segments as it is.</returns>
    internal static CodedPicture? Of(IReadOnlyList<CodedPacket> packets, double start, double end, FrameRate rate)
    {
        if (
            packets.Count == 0
            || !packets[0].IsKeyframe
            || !IsSteady(packets, start, end, rate)
            || !HasClosedGroups(packets)
            || DelayOf(packets[0], rate) is not (NoDelay or EncoderDelay)
        )
        {
            return null;
        }

        // As the muxer cuts: the n-th time at the first keyframe that is n times four seconds from the beginning.
        var cuts = new List<double>();
        foreach (var keyframe in packets.Where(p => p.IsKeyframe))
        {
            if (keyframe.Seconds - start >= ((cuts.Count + 1) * LadderArguments.SegmentSeconds) - 0.0005)
            {
                cuts.Add(keyframe.Seconds - start);
            }
        }

        double[] edges = [0, .. cuts, end - start];
        var longest = edges.Zip(edges.Skip(1), (from, to) => to - from).Max();
        return longest <= LongestSegmentSeconds ? new CodedPicture(cuts, PeakKilobits(packets, start, edges), DelayOf(packets[0], rate)) : null;
    }

    private static int DelayOf(CodedPacket first, FrameRate rate) => (int)Math.Round((first.Seconds - first.DecodedSeconds) * rate.Value);

    /// <summary>The rungs show a frame at each beat from 0 on; a copy must show the same.</summary>
    private static bool IsSteady(IReadOnlyList<CodedPacket> packets, double start, double end, FrameRate rate)
    {
        var beats = packets.Select(p => (p.Seconds - start) * rate.Value).Order().ToList();
        return Math.Abs(((end - start) * rate.Value) - packets.Count) < 0.5
            && beats.Select((beat, index) => Math.Abs(beat - index)).All(distance => distance < 0.1);
    }

    /// <summary>What is stored after a keyframe is shown after it: a player can begin there.</summary>
    private static bool HasClosedGroups(IReadOnlyList<CodedPacket> packets)
    {
        var keyframe = double.NegativeInfinity;
        foreach (var packet in packets)
        {
            if (packet.Seconds < keyframe)
            {
                return false;
            }

            keyframe = packet.IsKeyframe ? packet.Seconds : keyframe;
        }

        return true;
    }

    private static int PeakKilobits(IReadOnlyList<CodedPacket> packets, double start, double[] edges)
    {
        var bytes = new long[edges.Length - 1];
        foreach (var packet in packets)
        {
            var segment = Array.BinarySearch(edges, packet.Seconds - start + 0.0005);
            bytes[Math.Clamp(segment < 0 ? ~segment - 1 : segment, 0, bytes.Length - 1)] += packet.Bytes;
        }

        // A last segment of a few frames is nearly only keyframe, and says nothing about the rate.
        return (int)bytes.Select((size, index) => size * 8 / 1000.0 / Math.Max(edges[index + 1] - edges[index], LadderArguments.SegmentSeconds / 2.0)).Max();
    }
}

/// <summary>A stored frame.</summary>
/// <param name="Seconds">When it is shown.</param>
/// <param name="DecodedSeconds">When it is decoded.</param>
/// <param name="IsKeyframe">True when it can be decoded by itself.</param>
/// <param name="Bytes">Its size.</param>
internal readonly record struct CodedPacket(double Seconds, double DecodedSeconds, bool IsKeyframe, int Bytes)
{
    /// <summary>Reads ffprobe's line <c>pts_time,dts_time,size,flags</c>; null when it tells no time.</summary>
    public static CodedPacket? Parse(string line)
    {
        var fields = line.Split(',');
        return
            fields.Length >= 4
            && PacketClock.Seconds(fields[0]) is { } seconds
            && PacketClock.Seconds(fields[1]) is { } decoded
            && int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? new CodedPacket(seconds, decoded, fields[3].StartsWith('K'), bytes)
            : null;
    }
}

using ESchool.Application.Media.Ffmpeg.Sources;
using ESchool.Application.Media.Transcoding;

namespace ESchool.Application.Media.Ffmpeg;

/// <summary>One quality of a ladder.</summary>
/// <param name="Label">Its folder's name: the picture's short side or the standard one near it, such as <c>720p</c>.</param>
/// <param name="Width">Pixels; even.</param>
/// <param name="Height">Pixels; even.</param>
/// <param name="Profile">The H.264 profile.</param>
/// <param name="MaximumKilobits">The picture's bits per second at most, over two seconds.</param>
internal sealed record Rung(string Label, int Width, int Height, string Profile, int MaximumKilobits)
{
    private static readonly (int Side, string Profile, int Kilobits)[] Standard =
    [
        (240, "main", 400),
        (360, "main", 800),
        (480, "high", 1400),
        (720, "high", 2800),
        (1080, "high", 5000),
    ];

    // A picture so little smaller than a rung is that rung, at its own size; so little larger, it is scaled down to it.
    private const double Near = 0.1;

    /// <summary>
    /// The rungs for a picture, lowest first: none larger than the picture, and at least one. A picture between two rungs is a rung of its own: 1902 × 1070 is
    /// not thrown away for 720p.
    /// </summary>
    public static IReadOnlyList<Rung> LadderFor(int width, int height)
    {
        var side = Math.Min(width, height);
        var whole = Standard.Where(rung => rung.Side <= side).ToList();
        var rungs = whole.ConvertAll(rung => Of(width, height, $"{rung.Side}p", rung.Side, rung.Profile, rung.Kilobits));
        if (whole.Count < Standard.Length && (whole.Count == 0 || side > whole[^1].Side * (1 + Near)))
        {
            rungs.Add(OwnSize(width, height, Standard[whole.Count]));
        }

        return rungs;
    }

    private static Rung OwnSize(int width, int height, (int Side, string Profile, int Kilobits) next)
    {
        var side = Even(Math.Min(width, height));
        var label = side >= next.Side * (1 - Near) ? next.Side : side;
        var lowest = next == Standard[0];
        return Of(width, height, $"{label}p", side, next.Profile, lowest ? next.Kilobits : next.Kilobits * side / next.Side);
    }

    /// <summary>True when a coded picture is this rung as it is: its size, within its bits, and at a rate that is kept.</summary>
    public bool Holds(ProbedVideo video, CodedPicture picture) =>
        (video.Width, video.Height) == (Width, Height) && picture.Kilobits <= MaximumKilobits && LadderArguments.Keeps(video.FrameRate);

    private static Rung Of(int width, int height, string label, int side, string profile, int kilobits)
    {
        var upright = height >= width;
        var (shorter, longer) = (Math.Min(width, height), Math.Max(width, height));

        // The nearest even number, but not beyond the source.
        var longSide = Math.Min((int)Math.Round((double)side * longer / shorter / 2) * 2, Even(longer));
        return new Rung(label, upright ? side : longSide, upright ? longSide : side, profile, kilobits);
    }

    // 4:2:0 pictures have half as many colours as pixels in each direction.
    private static int Even(int pixels) => pixels & ~1;
}

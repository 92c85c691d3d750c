namespace ESchool.Application.Media.Ffmpeg;

/// <summary>One quality of a ladder.</summary>
/// <param name="Label">Its folder's name: the picture's short side, such as <c>720p</c>.</param>
/// <param name="Width">Pixels; even.</param>
/// <param name="Height">Pixels; even.</param>
/// <param name="Profile">The H.264 profile.</param>
/// <param name="MaximumKilobits">The picture's bits per second at most, over two seconds.</param>
internal sealed record Rung(string Label, int Width, int Height, string Profile, int MaximumKilobits)
{
    private static readonly (int Side, string Profile, int Kilobits)[] Standard =
        [(240, "main", 400), (360, "main", 800), (480, "high", 1400), (720, "high", 2800), (1080, "high", 5000)];

    /// <summary>The rungs for a picture, lowest first: none larger than the picture, and at least one.</summary>
    public static IReadOnlyList<Rung> LadderFor(int width, int height)
    {
        var side = Math.Min(width, height);
        var lowest = Standard[0];
        return side < lowest.Side
            ? [Of(width, height, Even(side), lowest.Profile, lowest.Kilobits)]
            : [.. Standard.Where(rung => rung.Side <= side).Select(rung => Of(width, height, rung.Side, rung.Profile, rung.Kilobits))];
    }

    /// <summary>True when a coded picture is this rung as it is: its size, within its bits, and at a rate that is kept.</summary>
    public bool Holds(ProbedVideo video, CodedPicture picture) =>
        (video.Width, video.Height) == (Width, Height) && picture.Kilobits <= MaximumKilobits && LadderArguments.Keeps(video.FrameRate);

    private static Rung Of(int width, int height, int side, string profile, int kilobits)
    {
        var upright = height >= width;
        var (shorter, longer) = (Math.Min(width, height), Math.Max(width, height));

        // The nearest even number, but not beyond the source.
        var longSide = Math.Min((int)Math.Round((double)side * longer / shorter / 2) * 2, Even(longer));
        return new Rung($"{side}p", upright ? side : longSide, upright ? longSide : side, profile, kilobits);
    }

    // 4:2:0 pictures have half as many colours as pixels in each direction.
    private static int Even(int pixels) => pixels & ~1;
}

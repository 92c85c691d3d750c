using System.Globalization;
using ESchool.Application.Media.Ffmpeg.Sources;
using ESchool.Application.Media.Transcoding;

namespace ESchool.Application.Media.Ffmpeg;

/// <summary>
/// The filters that make any source's picture the one the ladder is made of: whole frames, one size, square pixels, ordinary colours. ffmpeg builds all filters
/// of a graph anew when a stream's format changes in the middle, so none of them may count from its own beginning: each frame is treated by what it is and by
/// its own time.
/// </summary>
internal static class PictureFilters
{
    private const double RoundingSeconds = 0.5;

    /// <summary>Half pictures become whole ones. Only where there are any: the filter holds a frame back, which is lost when the format changes.</summary>
    public static string WholeFrames(FieldScan scan) =>
        scan switch
        {
            FieldScan.AsFlagged => "bwdif=mode=send_frame:deint=interlaced",
            FieldScan.TopFieldFirst => "setfield=tff,bwdif=mode=send_frame:deint=all",
            FieldScan.BottomFieldFirst => "setfield=bff,bwdif=mode=send_frame:deint=all",
            _ => "null",
        };

    /// <summary>
    /// Scales into a frame of exactly this size and square pixels; what has another shape gets black bars. A shape within a hundredth fills it: rungs are
    /// rounded to even numbers.
    /// </summary>
    public static string FitInto(int width, int height) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"scale=w='if(lt(dar*{height}/{width},0.99),max(2,2*round({height}*dar/2)),{width})':h='if(gt(dar*{height}/{width},1.01),max(2,2*round({width}/dar/2)),{height})',"
                + $"setsar=1,pad={width}:{height}:-1:-1"
        );

    /// <summary>
    /// High dynamic range becomes BT.709, for every screen, after scaling because it is costly: brightness up to 70 of 100 nits stays as it is, and what is
    /// brighter is compressed into the rest. The stream's transfer is named, because frames do not always repeat what their container says. Ordinary colours
    /// stay as they are.
    /// </summary>
    public static string OrdinaryColors(ColorTransfer transfer) =>
        transfer switch
        {
            ColorTransfer.Hlg => ToneMap("arib-std-b67"),
            ColorTransfer.Pq => ToneMap("smpte2084"),
            _ => "",
        };

    /// <summary>
    /// Makes the rate steady, fills gaps, and holds the last frame as long as there is something to hear, and a moment to round the length; what lacks more of
    /// its frames ends early and is noticed. Where the format changed, a frame that was held back is missing; the times are a fifth of a frame late, which the
    /// encoder rounds away, so that it repeats the frame before the gap instead of showing the one after it too early.
    /// </summary>
    /// <param name="rate">Frames a second.</param>
    /// <param name="video">What the probe found: the end, which the filter rounds to the nearest frame, and the hold.</param>
    /// <param name="between">The filters that change frames, so that they do it once a frame.</param>
    public static string Steady(FrameRate rate, ProbedVideo video, string between) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"fps={rate},{between},tpad=stop_mode=clone:stop_duration={(video.HeldMilliseconds / 1000.0) + RoundingSeconds:F3},trim=end={video.DurationMilliseconds / 1000.0:F3},settb=AVTB,setpts=PTS+{0.2 / rate.Value:F6}/TB"
        );

    private static string ToneMap(string transfer) =>
        $",zscale=tin={transfer}:pin=bt2020:min=bt2020nc:t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=mobius:param=0.7:desat=0,zscale=p=bt709:t=bt709:m=bt709:r=tv";
}

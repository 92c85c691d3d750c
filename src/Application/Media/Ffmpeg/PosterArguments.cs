using System.Globalization;
using ESchool.Application.Media.Transcoding;

namespace ESchool.Application.Media.Ffmpeg;

/// <summary>
/// The arguments of the ffmpeg run that makes the still picture. A run of its own, a fraction of a second with a seek: as a second output of
/// the ladder's run it would hold back all progress reports until its frame is reached.
/// </summary>
internal static class PosterArguments
{
    // Of these, the most typical is taken.
    private const int Frames = 30;

    /// <summary>The width at most; the height follows.</summary>
    private const int MaximumWidth = 1280;

    /// <summary>The arguments.</summary>
    /// <param name="sourcePath">The video's file.</param>
    /// <param name="video">What the probe found.</param>
    /// <param name="at">Where to look.</param>
    /// <param name="top">The ladder's largest rung: it has the shape, and is no larger than the source.</param>
    /// <param name="maximumPixels">The most pixels a frame may have.</param>
    public static IReadOnlyList<string> Build(string sourcePath, ProbedVideo video, TimeSpan at, Rung top, int maximumPixels) =>
        [
            "-hide_banner",
            "-nostdin",
            "-nostats",
            "-loglevel",
            "error",
            "-y",
            .. InputArguments.Restrictions(maximumPixels),
            "-ss",
            at.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture),
            "-i",
            InputArguments.File(sourcePath),
            "-map",
            $"0:{video.PictureStream}",
            "-vf",
            Filters(video, top),
            "-map_metadata",
            "-1",
            "-frames:v",
            "1",
            "-c:v",
            "mjpeg",
            "-q:v",
            "3",
            "-f",
            "image2",
            "-update",
            "1",
            RenditionFiles.Poster,
        ];

    private static string Filters(ProbedVideo video, Rung top)
    {
        var width = Math.Min(MaximumWidth, top.Width);
        var height = (int)Math.Round((double)top.Height * width / top.Width / 2) * 2;

        // Ordinary colours first: as JPEG has them, in the full range.
        return $"{PictureFilters.WholeFrames(video.Scan)},{PictureFilters.FitInto(width, height)}{PictureFilters.OrdinaryColors(video.Transfer)},"
            + $"scale=out_range=pc,thumbnail={Frames},format=yuvj420p";
    }
}

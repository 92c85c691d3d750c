using System.Globalization;
using System.Text;
using ESchool.Domain.Media;

namespace ESchool.Application.Media;

/// <summary>Writes HLS playlists (RFC 8216) of published assets. All their addresses are relative to the playback's own.</summary>
public static class HlsPlaylists
{
    /// <summary>The media type of a playlist.</summary>
    public const string ContentType = "application/vnd.apple.mpegurl";

    /// <summary>The master playlist; media playlists are named relative to it.</summary>
    public static string Master(Asset asset)
    {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        foreach (var rendition in asset.Renditions.OrderByDescending(r => r.Bandwidth))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"#EXT-X-STREAM-INF:BANDWIDTH={rendition.Bandwidth},RESOLUTION={rendition.Width}x{rendition.Height},CODECS=\"{rendition.Codecs}\"\n{rendition.Label}.m3u8\n"
            );
        }

        return text.ToString();
    }

    /// <summary>A rendition's media playlist.</summary>
    /// <param name="rendition">The rendition.</param>
    /// <param name="keyUri">Where the player gets the AES-128 key. Without an IV attribute, a segment's IV is its media sequence number.</param>
    /// <param name="segmentUri">The address of a segment, by its index from 0.</param>
    public static string Media(Rendition rendition, string keyUri, Func<int, string> segmentUri)
    {
        var target = rendition.SegmentMilliseconds.Length == 0 ? 1 : (rendition.SegmentMilliseconds.Max() + 999) / 1000;
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"#EXT-X-TARGETDURATION:{target}\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-KEY:METHOD=AES-128,URI=\"{keyUri}\"\n"
        );
        for (var index = 0; index < rendition.SegmentMilliseconds.Length; index++)
        {
            var (seconds, milliseconds) = Math.DivRem(rendition.SegmentMilliseconds[index], 1000);
            text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{seconds}.{milliseconds:D3},\n{segmentUri(index)}\n");
        }

        return text.Append("#EXT-X-ENDLIST\n").ToString();
    }
}

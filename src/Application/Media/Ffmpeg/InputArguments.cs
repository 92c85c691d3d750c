using System.Globalization;

namespace ESchool.Application.Media.Ffmpeg;

/// <summary>What ffmpeg and ffprobe may do with a file that nobody trusts.</summary>
internal static class InputArguments
{
    /// <summary>ffmpeg's names of the container formats that are accepted: MP4 and QuickTime, Matroska and WebM.</summary>
    private const string Formats = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm";

    /// <summary>
    /// Decoders of what cameras, phones, screen recorders and editors write. The other 400 are attack surface. Cover pictures and subtitles
    /// are never shown, but ffprobe gives up on a file when it may not open one of its streams.
    /// </summary>
    private const string Decoders =
        "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,libaom-av1,mpeg4,mpeg2video,mpeg1video,mjpeg,prores,dnxhd,h263,"
        + "aac,aac_fixed,aac_latm,mp3,mp3float,mp2,mp2float,opus,libopus,vorbis,libvorbis,flac,alac,ac3,eac3,dca,amrnb,amrwb,"
        + "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_u8,pcm_s8,pcm_alaw,pcm_mulaw,truehd,"
        + "png,bmp,mov_text,subrip,srt,text,ass,ssa,webvtt,pgssub,dvdsub";

    /// <summary>
    /// The input's restrictions. The protocol list keeps a file from naming addresses; only the format list keeps a playlist in disguise from
    /// naming other local files.
    /// </summary>
    public static IEnumerable<string> Restrictions(int maximumPixels) =>
    [
        "-protocol_whitelist", "file",
        "-format_whitelist", Formats,
        "-codec_whitelist", Decoders,
        "-max_pixels", maximumPixels.ToString(CultureInfo.InvariantCulture),
        "-max_streams", "64",
    ];

    /// <summary>The file's name so that nothing in it is taken for an option or a protocol.</summary>
    public static string File(string path) => "file:" + Path.GetFullPath(path);
}

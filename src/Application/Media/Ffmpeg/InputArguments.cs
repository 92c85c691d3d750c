using System.Globalization;
using ESchool.Application.Media.Transcoding;

namespace ESchool.Application.Media.Ffmpeg;

/// <summary>What ffmpeg and ffprobe may do with a file that nobody trusts.</summary>
internal static class InputArguments
{
    /// <summary>
    /// ffmpeg's names of the container formats that are accepted: MP4 and QuickTime, Matroska and WebM, the transport and program streams of
    /// cameras, AVI, Windows Media, Flash. None of them opens other files.
    /// </summary>
    private const string Formats = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,avi,asf,flv";

    /// <summary>Codings of pictures, by ffprobe's names: what cameras, phones, screen recorders and editors write.</summary>
    private static readonly HashSet<string> Pictures = new(
        [
            "h264",
            "hevc",
            "vp8",
            "vp9",
            "av1",
            "mpeg4",
            "mpeg2video",
            "mpeg1video",
            "mjpeg",
            "prores",
            "dnxhd",
            "h263",
            "dvvideo",
            "png",
            "msmpeg4v1",
            "msmpeg4v2",
            "msmpeg4v3",
            "wmv1",
            "wmv2",
            "wmv3",
            "vc1",
            "flv1",
            "vp6f",
        ],
        StringComparer.Ordinal
    );

    /// <summary>Codings of sound, by ffprobe's names; besides, every <c>pcm_…</c> of <see cref="Decoders"/>, whose decoder has the coding's name.</summary>
    private static readonly HashSet<string> Sounds = new(
        [
            "aac",
            "aac_latm",
            "mp3",
            "mp2",
            "opus",
            "vorbis",
            "flac",
            "alac",
            "ac3",
            "eac3",
            "dts",
            "truehd",
            "amr_nb",
            "amr_wb",
            "wmav1",
            "wmav2",
            "wmapro",
            "wmavoice",
            "adpcm_ms",
            "adpcm_ima_wav",
        ],
        StringComparer.Ordinal
    );

    /// <summary>The decoders of these codings. The other 400 are attack surface.</summary>
    private const string Decoders =
        "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,libaom-av1,mpeg4,mpeg2video,mpeg1video,mjpeg,prores,dnxhd,h263,dvvideo,png,"
        + "msmpeg4v1,msmpeg4v2,msmpeg4,wmv1,wmv2,wmv3,vc1,flv,vp6f,"
        + "aac,aac_fixed,aac_latm,mp3,mp3float,mp2,mp2float,opus,libopus,vorbis,libvorbis,flac,alac,ac3,eac3,dca,truehd,amrnb,amrwb,"
        + "wmav1,wmav2,wmapro,wmavoice,adpcm_ms,adpcm_ima_wav,"
        + "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_u8,pcm_s8,pcm_alaw,pcm_mulaw,pcm_bluray,pcm_dvd";

    // ffmpeg's letters for video, audio, subtitles, data and attachments.
    private static readonly string[] StreamKinds = ["v", "a", "s", "d", "t"];

    /// <summary>
    /// The input's restrictions. The protocol list keeps a file from naming addresses; only the format list keeps a playlist in disguise from
    /// naming other local files.
    /// </summary>
    public static IEnumerable<string> Restrictions(int maximumPixels) =>
        [
            "-protocol_whitelist",
            "file",
            "-format_whitelist",
            Formats,
            "-codec_whitelist",
            Decoders,
            "-max_pixels",
            maximumPixels.ToString(CultureInfo.InvariantCulture),
            "-max_streams",
            "64",
        ];

    /// <summary>
    /// Lets ffprobe, which gives up on a file when it may not open the decoder of one of its streams, open further ones. They get nothing to
    /// decode: for the look into the packets only the list without a stream's kind counts, and frames are not asked for.
    /// </summary>
    public static IEnumerable<string> Opening(IReadOnlyCollection<string> further) =>
        further.Count == 0 ? [] : StreamKinds.SelectMany(kind => new[] { $"-codec_whitelist:{kind}", $"{Decoders},{string.Join(',', further)}" });

    /// <summary>
    /// Has the input's times begin where the video begins; ffmpeg by itself would have them begin with the file's first packet, of whatever stream.
    /// </summary>
    public static IEnumerable<string> From(ProbedVideo video) => ["-itsoffset", video.OffsetSeconds.ToString("F6", CultureInfo.InvariantCulture)];

    /// <summary>True when pictures of this coding are decoded.</summary>
    public static bool IsPicture(string? coding) => coding is not null && Pictures.Contains(coding);

    /// <summary>True when sound of this coding is decoded.</summary>
    public static bool IsSound(string? coding) =>
        coding is not null && (Sounds.Contains(coding) || (coding.StartsWith("pcm_", StringComparison.Ordinal) && Decoders.Split(',').Contains(coding)));

    /// <summary>The file's name so that nothing in it is taken for an option or a protocol.</summary>
    public static string File(string path) => "file:" + Path.GetFullPath(path);
}

using ESchool.Application.Media.Transcoding;

namespace ESchool.Application.Tests.Media;

/// <summary>Files as teachers have them: joined, from cameras and phones, with tracks that nobody needs. All of them become the same kind of ladder.</summary>
public sealed class TeachersFilesTests : IDisposable
{
    // A flash and a beep at the beginning of each second.
    private const string Flash = "drawbox=c=black:t=fill,drawbox=c=white:t=fill:enable='lt(mod(t,1),0.2)'";
    private const double InSync = 0.040;

    private readonly Footage footage = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ResolutionThatChangesInsideTheFile_IsLetterboxed_AndTheSoundStaysInTime()
    {
        string[] coding = ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"];
        var ladder = await MadeLadder.OfAsync(
            footage,
            await JoinAsync("webm", [("640x360", 1, 48000), ("800x600", 1, 48000), ("640x360", 1, 48000)], coding),
            Stop
        );

        Assert.Equal(["240p", "360p"], ladder.Renditions.Select(r => r.Label));
        Assert.All(ladder.Renditions, r => Assert.Equal(ladder.Renditions[0].SegmentMilliseconds, r.SegmentMilliseconds));
        Assert.Equal("640,360", await ladder.ShowAsync("stream=width,height"));
        await RequireInTimeAsync(ladder, 12);

        // The middle is 4:3: white from 80 to 560 of 640, black beside.
        var row = await Footage.RunAsync(
            "ffprobe",
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            $"movie={ladder.Top},select='between(t,5.15,5.25)',crop=60:360:0:0,signalstats",
            "-show_entries",
            "frame_tags=lavfi.signalstats.YMAX",
            "-of",
            "csv=p=0"
        );
        Assert.True(int.Parse(row.Split('\n')[0].Trim(), System.Globalization.CultureInfo.InvariantCulture) < 40, row);
    }

    [Theory]
    [InlineData("mkv")]
    [InlineData("ts")]
    public async Task SoundFormatThatChangesInsideTheFile_StaysInTime(string container)
    {
        string[] coding = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"];
        var ladder = await MadeLadder.OfAsync(
            footage,
            await JoinAsync(container, [("640x360", 1, 44100), ("640x360", 2, 48000), ("640x360", 1, 44100)], coding),
            Stop
        );

        await RequireInTimeAsync(ladder, 12);
    }

    [Theory]
    [InlineData("ts", "mpegts")]
    [InlineData("vob", "vob")]
    public async Task RecordingsPutOneBehindTheOther_LastAsLongAsAllOfThem(string container, string format)
    {
        string[] coding = ["-c:v", "mpeg2video", "-q:v", "4", "-pix_fmt", "yuv420p", "-c:a", "mp2", "-f", format];
        await JoinAsync(container, [("640x360", 1, 44100), ("640x360", 2, 48000)], coding);
        var glued = footage.PathOf($"glued.{container}");
        await File.WriteAllBytesAsync(
            glued,
            [
                .. await File.ReadAllBytesAsync(footage.PathOf($"part-0.{container}"), Stop),
                .. await File.ReadAllBytesAsync(footage.PathOf($"part-1.{container}"), Stop),
            ],
            Stop
        );

        var ladder = await MadeLadder.OfAsync(footage, glued, Stop);

        // Nothing in the file says how sound and picture of the second recording lie to those of the first: at the joint they are in time as far as the
        // recorder stopped both together.
        var (flashes, beeps) = (await ladder.FlashesAsync(), await ladder.BeepsAsync());
        Assert.InRange(ladder.Video.DurationMilliseconds, 7_950, 8_150);
        Assert.Equal(7, flashes.Count);
        Assert.All(
            flashes.Where(flash => flash is < 3.5 or > 4.5),
            flash => Assert.True(beeps.Min(beep => Math.Abs(beep - flash)) < 0.06, $"flashes {string.Join(' ', flashes)}, beeps {string.Join(' ', beeps)}")
        );
    }

    [Fact]
    public async Task ARecordingThatSaysNoRate_HasItsFramesCounted()
    {
        // As browsers record: written while it is recorded, with times in milliseconds and no length of a frame.
        var path = await footage.FfmpegAsync(
            "browser.webm",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x240:r=25:d=4",
            "-vf",
            "select='not(eq(mod(n,7),3))',setpts='PTS+0.004*random(0)/TB'",
            "-vsync",
            "vfr",
            "-enc_time_base",
            "1/1000",
            "-c:v",
            "libvpx",
            "-deadline",
            "realtime",
            "-cpu-used",
            "8",
            "-f",
            "webm",
            "-live",
            "1"
        );

        var ladder = await MadeLadder.OfAsync(footage, path, Stop);

        Assert.InRange(ladder.Video.FramesPerSecond, 15, 60);
        Assert.InRange(ladder.Video.DurationMilliseconds, 3_900, 4_100);
    }

    [Fact]
    public async Task ASoundOfAMoment_IsNone()
    {
        var path = await footage.FfmpegAsync(
            "moment.mp4",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=640x360:r=25:d=4",
            "-f",
            "lavfi",
            "-t",
            "0.0001",
            "-i",
            "anullsrc=r=48000",
            "-map",
            "0",
            "-map",
            "1",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac"
        );

        var ladder = await MadeLadder.OfAsync(footage, path, Stop);

        Assert.False(ladder.Video.HasAudio);
        Assert.InRange(ladder.Video.DurationMilliseconds, 3_950, 4_050);
    }

    [Theory]
    [InlineData("mkv")]
    [InlineData("mp4")]
    public async Task SoundAfterTheLastPicture_IsHeard_WhileThePictureStands(string container)
    {
        var path = await footage.FfmpegAsync(
            $"slide.{container}",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x240:r=25:d=5",
            "-f",
            "lavfi",
            "-i",
            "sine=d=11",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-c:a",
            "aac"
        );

        var ladder = await MadeLadder.OfAsync(footage, path, Stop);

        Assert.InRange(ladder.Video.DurationMilliseconds, 10_950, 11_050);
        Assert.Equal([4000, 4000], ladder.Renditions[0].SegmentMilliseconds[..2]);
        Assert.InRange(ladder.Renditions[0].SegmentMilliseconds.Sum(), 10_900, 11_100);
        Assert.True(await ladder.LoudnessAsync(9) > -40);
        Assert.InRange(
            int.Parse(await ladder.ShowAsync("stream=nb_read_frames", "-count_frames"), System.Globalization.CultureInfo.InvariantCulture),
            273,
            277
        );
    }

    [Fact]
    public async Task SoundBeforeTheFirstPicture_IsHeard_WhileThePictureStands()
    {
        var picture = await footage.SilentVideoAsync("picture.mkv", "testsrc2=s=320x240:r=25:d=3");
        var path = await footage.FfmpegAsync("late.mkv", "-itsoffset", "2", "-i", picture, "-f", "lavfi", "-i", "sine=d=5", "-c:v", "copy", "-c:a", "aac");

        var ladder = await MadeLadder.OfAsync(footage, path, Stop);

        Assert.InRange(ladder.Video.DurationMilliseconds, 4_950, 5_050);

        // The sound's last AAC frame ends 16 ms after the fifth second; the picture that stands then is a whole one.
        Assert.Equal([4000, 1040], ladder.Renditions[0].SegmentMilliseconds);
        Assert.True(await ladder.LoudnessAsync(0.5) > -40);
    }

    [Theory]
    [InlineData("arib-std-b67", ColorTransferName.Hlg)]
    [InlineData("smpte2084", ColorTransferName.Pq)]
    public async Task HighDynamicRange_BecomesOrdinaryColours(string transfer, string name)
    {
        const string Tagged = "scale=out_color_matrix=bt709,format=yuv420p,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709";
        var reference = await footage.FfmpegAsync("ordinary.mkv", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=2", "-vf", Tagged, "-c:v", "ffv1");
        var path = await footage.FfmpegAsync(
            "hdr.mov",
            "-i",
            reference,
            "-vf",
            $"zscale=p=bt2020:t={transfer}:m=bt2020nc,format=yuv420p10le",
            "-c:v",
            "libx265",
            "-preset",
            "ultrafast",
            "-tag:v",
            "hvc1",
            "-x265-params",
            $"log-level=none:crf=12:colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc",
            "-color_trc",
            transfer,
            "-color_primaries",
            "bt2020",
            "-colorspace",
            "bt2020nc"
        );

        var ladder = await MadeLadder.OfAsync(footage, path, Stop);

        Assert.Equal(name, ladder.Video.Transfer.ToString());
        Assert.Equal("yuv420p,tv,bt709,bt709,bt709", await ladder.ShowAsync("stream=pix_fmt,color_range,color_space,color_transfer,color_primaries"));
        var likeness = await MadeLadder.LikenessAsync(ladder.Top, reference, "format=yuv420p");
        Assert.True(likeness > 25, $"{likeness} dB");
        var poster = await MadeLadder.LikenessAsync(ladder.Poster, reference, "scale=640:360:out_range=tv:out_color_matrix=bt709,format=yuv420p");
        Assert.True(poster > 18, $"{poster} dB");
    }

    [Theory]
    [InlineData("top", true)]
    [InlineData("bottom", true)]
    [InlineData("top", false)]
    [InlineData("bottom", false)]
    public async Task HalfPictures_BecomeWhole(string first, bool flagged)
    {
        // Fifty pictures a second, two of which are woven into each frame; right is every second one of them, whole.
        const string Scene =
            "color=c=gray:s=1920x1080:r=50:d=1,geq=lum='128+100*sin(X/40)*sin(Y/60)':cb=128:cr=128,loop=loop=-1:size=1:start=0,trim=end_frame=100,setpts=N/50/TB,scroll=h=0.006";
        var reference = await footage.FfmpegAsync(
            "whole.mkv",
            "-f",
            "lavfi",
            "-i",
            Scene,
            "-vf",
            "select='not(mod(n,2))',setpts=N/25/TB,format=yuv420p",
            "-r",
            "25",
            "-c:v",
            "ffv1"
        );
        var weave = $"format=yuv420p,tinterlace=interleave_{first},setfield={(flagged ? first == "top" ? "tff" : "bff" : "prog")}";
        string[] flag = flagged ? ["-flags", "+ilme+ildct", "-x264opts", first == "top" ? "tff=1" : "bff=1"] : [];
        var path = await footage.FfmpegAsync(
            "camera.ts",
            ["-f", "lavfi", "-i", Scene, "-vf", weave, "-r", "25", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "10", .. flag]
        );

        var ladder = await MadeLadder.OfAsync(footage, path, Stop);

        Assert.Equal("1920,1080,25/1", await ladder.ShowAsync("stream=width,height,r_frame_rate"));
        var likeness = await MadeLadder.LikenessAsync(
            await ladder.JoinAsync(ladder.Renditions.Single(r => r.Label == "720p")),
            reference,
            "scale=1280:720,format=yuv420p"
        );
        Assert.True(likeness >= 36, $"{likeness} dB");
    }

    [Fact]
    public async Task WholePictures_AreNotTakenForHalfOnes()
    {
        var path = await footage.SilentVideoAsync("a.mp4", "testsrc2=s=1280x720:r=30:d=4");

        Assert.Equal(nameof(Application.Media.Ffmpeg.Sources.FieldScan.Whole), (await footage.Probe.ProbeAsync(path, Stop)).Scan.ToString());
    }

    [Fact]
    public async Task CaptionsThatNobodyNeeds_DoNotRefuseTheFile()
    {
        var captions = await footage.FileAsync(
            "words.scc",
            "Scenarist_SCC V1.0\n\n00:00:00:10\t9420 9420 94ad 94ad 9470 9470 4845 4c4c 4f20\n\n00:00:01:00\t942c 942c\n"
        );
        var plain = await footage.VideoAsync("plain.mp4", "testsrc2=s=320x240:r=25:d=3");
        var path = await footage.FfmpegAsync("captions.mov", "-i", captions, "-i", plain, "-map", "0", "-map", "1", "-c", "copy");
        Assert.Contains("eia_608", await Footage.RunAsync("ffprobe", "-v", "error", "-show_entries", "stream=codec_name", path), StringComparison.Ordinal);

        var ladder = await MadeLadder.OfAsync(footage, path, Stop);

        Assert.True(ladder.Video.HasAudio);
        Assert.InRange(ladder.Video.DurationMilliseconds, 2_950, 3_050);
    }

    [Theory]
    [InlineData("0:v", "1:a", "2:a")]
    [InlineData("0:v", "2:a", "1:a")]
    public async Task SecondSoundThatNobodyNeeds_DoesNotRefuseTheFile(params string[] order)
    {
        var picture = await footage.SilentVideoAsync("picture.mkv", "testsrc2=s=320x240:r=25:d=3");
        var known = await footage.FfmpegAsync("known.mka", "-f", "lavfi", "-i", "sine=d=3", "-c:a", "aac");
        var unknown = await footage.FfmpegAsync("unknown.mka", "-f", "lavfi", "-i", "anullsrc", "-t", "3", "-c:a", "wavpack");
        var path = await footage.FfmpegAsync(
            "two.mkv",
            ["-i", picture, "-i", known, "-i", unknown, .. order.SelectMany(stream => new[] { "-map", stream }), "-c", "copy"]
        );

        var ladder = await MadeLadder.OfAsync(footage, path, Stop);

        Assert.True(await ladder.LoudnessAsync(1) > -40);
    }

    [Fact]
    public async Task EmptySoundTrack_DoesNotRefuseTheFile()
    {
        var picture = await footage.SilentVideoAsync("picture.mkv", "testsrc2=s=320x240:r=25:d=3");
        var sound = await footage.FfmpegAsync("sound.mka", "-f", "lavfi", "-i", "sine=d=3", "-c:a", "aac");

        // All of the sound lies behind the end.
        var path = await footage.FfmpegAsync("empty.mkv", "-i", picture, "-itsoffset", "100", "-i", sound, "-map", "0", "-map", "1", "-c", "copy", "-t", "3");
        Assert.Contains("audio", await Footage.RunAsync("ffprobe", "-v", "error", "-show_entries", "stream=codec_type", path), StringComparison.Ordinal);

        var ladder = await MadeLadder.OfAsync(footage, path, Stop);

        Assert.False(ladder.Video.HasAudio);
        Assert.All(ladder.Renditions, r => Assert.DoesNotContain("mp4a", r.Codecs, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mkv")]
    [InlineData("mp4")]
    [InlineData("ts")]
    public async Task FileThatStartsLate_IsWhole(string container)
    {
        var plain = await footage.VideoAsync("plain.mkv", "testsrc2=s=320x240:r=25:d=12", "-vf", Flash);
        var path = await footage.FfmpegAsync($"late.{container}", "-i", plain, "-c", "copy", "-output_ts_offset", "10");

        var ladder = await MadeLadder.OfAsync(footage, path, Stop);

        Assert.InRange(ladder.Video.DurationMilliseconds, 11_950, 12_050);
        Assert.Equal(3, ladder.Renditions[0].SegmentMilliseconds.Length);
    }

    [Fact]
    public async Task MatroskaThatStartsLateAndIsCutOff_IsRefused()
    {
        var plain = await footage.VideoAsync("plain.mkv", "testsrc2=s=320x240:r=25:d=12");
        var whole = await footage.FfmpegAsync("late.mkv", "-i", plain, "-c", "copy", "-output_ts_offset", "10");

        var refusal = await Assert.ThrowsAsync<MediaRefusedException>(async () =>
            await footage.Probe.ProbeAsync(await footage.TruncatedAsync("part.mkv", whole, 0.6), Stop)
        );

        Assert.Contains("incomplete", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1902x1070", "240p,360p,480p,720p,1080p", "1902,1070")]
    [InlineData("853x479", "240p,360p,480p", "852,478")]
    [InlineData("500x500", "240p,360p,480p", "480,480")]
    [InlineData("1280x600", "240p,360p,480p,600p", "1280,600")]
    [InlineData("2560x1440", "240p,360p,480p,720p,1080p", "1920,1080")]
    public async Task SizesBesideTheRungs_KeepWhatIsThere(string size, string labels, string top)
    {
        var ladder = await MadeLadder.OfAsync(footage, await footage.SilentVideoAsync("a.mp4", $"testsrc2=s={size}:r=10:d=1.5", "-pix_fmt", "yuv444p"), Stop);

        Assert.Equal(labels, string.Join(',', ladder.Renditions.Select(r => r.Label)));
        Assert.Equal(top, await ladder.ShowAsync("stream=width,height"));
    }

    [Theory]
    [InlineData("camera.mts", "-f", "mpegts", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "ac3")]
    [InlineData("old.avi", "-c:v", "mpeg4", "-c:a", "libmp3lame")]
    [InlineData("office.wmv", "-c:v", "wmv2", "-c:a", "wmav2")]
    [InlineData("phone.3gp", "-c:v", "h263", "-s", "352x288", "-c:a", "aac")]
    [InlineData("capture.flv", "-c:v", "flv1", "-c:a", "libmp3lame", "-ar", "44100")]
    [InlineData("disc.mpg", "-c:v", "mpeg2video", "-c:a", "mp2")]
    [InlineData("apple.m4v", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")]
    public async Task ContainersOfCamerasAndOffices_AreTaken(string name, params string[] coding)
    {
        var path = await footage.FfmpegAsync(name, ["-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=6", "-f", "lavfi", "-i", "sine=d=6", .. coding]);

        var ladder = await MadeLadder.OfAsync(footage, path, Stop);

        Assert.InRange(ladder.Video.DurationMilliseconds, 5_900, 6_150);
        Assert.True(await ladder.LoudnessAsync(3) > -40);
    }

    [Fact]
    public async Task FiveThousandPixelsWide_AreTaken()
    {
        var ladder = await MadeLadder.OfAsync(footage, await footage.SilentVideoAsync("5k.mp4", "testsrc2=s=5120x2880:r=10:d=1.5"), Stop);

        Assert.Equal("1920,1080", await ladder.ShowAsync("stream=width,height"));
    }

    public void Dispose() => footage.Dispose();

    private async Task<string> JoinAsync(string container, (string Size, int Channels, int SampleRate)[] parts, string[] coding)
    {
        var list = "";
        foreach (var (number, (size, channels, sampleRate)) in parts.Index())
        {
            var beep = $"aevalsrc='0.8*sin(2*PI*1000*t)*lt(mod(t,1),0.2)':s={sampleRate}:d=4";
            var name = $"part-{number}.{container}";
            await footage.FfmpegAsync(
                name,
                ["-f", "lavfi", "-i", $"testsrc2=s={size}:r=25:d=4", "-f", "lavfi", "-i", beep, "-vf", Flash, "-ac", $"{channels}", .. coding]
            );
            list += $"file {footage.PathOf(name)}\n";
        }

        return await footage.FfmpegAsync($"joined.{container}", "-f", "concat", "-safe", "0", "-i", await footage.FileAsync("parts.txt", list), "-c", "copy");
    }

    private static async Task RequireInTimeAsync(MadeLadder ladder, int seconds)
    {
        var flashes = await ladder.FlashesAsync();
        var beeps = await ladder.BeepsAsync();
        Assert.InRange(ladder.Video.DurationMilliseconds, (seconds * 1000) - 50, (seconds * 1000) + 150);

        // The first of each is at 0, before anything turns.
        var heard = beeps.Where(beep => beep > 0.5).ToList();
        Assert.Equal(seconds - 1, flashes.Count);
        Assert.All(
            flashes,
            flash => Assert.True(heard.Min(beep => Math.Abs(beep - flash)) <= InSync, $"flashes {string.Join(' ', flashes)}, beeps {string.Join(' ', beeps)}")
        );
        Assert.InRange(
            await ladder.SecondsOfSoundAsync(),
            (ladder.Video.DurationMilliseconds / 1000.0) - 0.05,
            (ladder.Video.DurationMilliseconds / 1000.0) + 0.1
        );
    }

    private static class ColorTransferName
    {
        public const string Hlg = nameof(Application.Media.Ffmpeg.Sources.ColorTransfer.Hlg);
        public const string Pq = nameof(Application.Media.Ffmpeg.Sources.ColorTransfer.Pq);
    }
}

using System.Globalization;
using System.Security.Cryptography;
using ESchool.Application.Media.Transcoding;
using ESchool.Domain.Media;

namespace ESchool.Application.Tests.Media;

public sealed class LadderTranscoderTests : IDisposable
{
    private readonly Footage footage = new();
    private readonly byte[] contentKey = RandomNumberGenerator.GetBytes(16);
    private readonly Percents percents = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ladder_OfA720pVideo()
    {
        var (video, ladder) = await TranscodeAsync(await footage.VideoAsync("a.mp4", "testsrc2=s=1280x720:r=30:d=10"));

        Assert.Equal(["240p", "360p", "480p", "720p"], ladder.Select(r => r.Label));
        Assert.Equal([(426, 240), (640, 360), (854, 480), (1280, 720)], ladder.Select(r => (r.Width, r.Height)));
        Assert.All(ladder, r => Assert.Equal([4000, 4000, 2000], r.SegmentMilliseconds));
        Assert.All(ladder, r => Assert.Matches(@"^avc1\.(4d|64)[0-9a-f]{4},mp4a\.40\.2$", r.Codecs));
        Assert.Equal(ladder.OrderBy(r => r.Bandwidth), ladder);
        Assert.InRange(video.DurationMilliseconds, 9950, 10050);
        Assert.Equal(100, percents.Last);
        Assert.True(percents.NeverFell);
    }

    [Fact]
    public async Task Output_IsSegmentsAndPosterOnly()
    {
        var (_, ladder) = await TranscodeAsync(await footage.VideoAsync("a.mp4", "testsrc2=s=640x360:r=30:d=9"));

        var expected = ladder.SelectMany(r => r.SegmentMilliseconds.Select((_, index) => RenditionFiles.Segment(r.Label, index))).Append(RenditionFiles.Poster);
        Assert.Equal(expected.Order(), Directory.GetFiles(Output, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Output, f)).Order());
        Assert.Equal("640,360", await ShowAsync(Path.Combine(Output, RenditionFiles.Poster), "stream=width,height"));
    }

    [Fact]
    public async Task EverySegment_OpensWithItsNumberAsIv()
    {
        var (_, ladder) = await TranscodeAsync(await footage.VideoAsync("a.mp4", "testsrc2=s=640x360:r=30:d=12"));

        var clear = Enumerable.Range(0, 3).Select(index => Decrypt(ladder[^1].Label, index)).ToList();

        // The first packet of each differs in nothing but its counter, whereas a wrong IV would change its first block.
        Assert.All(clear, segment => Assert.Equal(clear[0][4..188], segment[4..188]));
        Assert.All(clear, segment => Assert.Equal(0x47, segment[0]));
    }

    [Fact]
    public async Task Segment_PlaysByItselfAndIsWhatItsRenditionSays()
    {
        var (_, ladder) = await TranscodeAsync(await footage.VideoAsync("a.mp4", "testsrc2=s=1280x720:r=25:d=8"));
        var rendition = ladder[^1];
        var path = footage.PathOf("clear.ts");
        await File.WriteAllBytesAsync(path, Decrypt(rendition.Label, 1), Stop);

        Assert.Equal("h264,High,1280,720,25/1", await ShowAsync(path, "stream=codec_name,profile,width,height,r_frame_rate", "v:0"));
        Assert.Equal("aac,48000,2", await ShowAsync(path, "stream=codec_name,sample_rate,channels", "a:0"));
        Assert.Equal("100", await ShowAsync(path, "stream=nb_read_frames", "v:0", "-count_frames"));
        Assert.StartsWith("I", await ShowAsync(path, "frame=pict_type", "v:0"), StringComparison.Ordinal);
        var level = int.Parse(await ShowAsync(path, "stream=level", "v:0"), CultureInfo.InvariantCulture);
        Assert.Equal($"avc1.6400{level:x2},mp4a.40.2", rendition.Codecs);
        Assert.Equal(rendition.Bandwidth, PeakOfSegments(rendition));
    }

    [Theory]
    [InlineData("1920x1080", "240p,360p,480p,720p,1080p")]
    [InlineData("1000x562", "240p,360p,480p,562p")]
    [InlineData("427x240", "240p")]
    [InlineData("321x181", "180p")]
    [InlineData("360x640", "240p,360p")]
    [InlineData("576x576", "240p,360p,480p,576p")]
    public async Task Rungs_AreNeverLargerThanTheSource(string size, string labels)
    {
        var (video, ladder) = await TranscodeAsync(await footage.SilentVideoAsync("a.mp4", $"testsrc2=s={size}:r=10:d=1.5", "-pix_fmt", "yuv444p"));

        Assert.Equal(labels, string.Join(',', ladder.Select(r => r.Label)));
        Assert.All(ladder, r => Assert.True(r.Width <= video.Width && r.Height <= video.Height));
        Assert.All(ladder, r => Assert.Equal($"{r.Width},{r.Height}", SizeOf(r)));
        Assert.All(ladder, r => Assert.Equal(0, r.Width % 2 + r.Height % 2));
    }

    [Fact]
    public async Task RotatedVideo_IsUpright()
    {
        var lying = await footage.VideoAsync("lying.mp4", "testsrc2=s=640x360:r=30:d=2");
        var (_, ladder) = await TranscodeAsync(await footage.FfmpegAsync("phone.mp4", "-i", lying, "-c", "copy", "-metadata:s:v:0", "rotate=90"));

        Assert.Equal([(240, 426), (360, 640)], ladder.Select(r => (r.Width, r.Height)));
        Assert.Equal("360,640", SizeOf(ladder[^1]));
        Assert.Equal("360,640", await ShowAsync(Path.Combine(Output, RenditionFiles.Poster), "stream=width,height"));
    }

    [Fact]
    public async Task WithoutSound_ThereIsOnlyAPicture()
    {
        var (video, ladder) = await TranscodeAsync(await footage.SilentVideoAsync("a.mp4", "testsrc2=s=426x240:r=30:d=5"));

        Assert.False(video.HasAudio);
        Assert.All(ladder, r => Assert.DoesNotContain("mp4a", r.Codecs, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("60", "30/1")]
    [InlineData("60000/1001", "30000/1001")]
    [InlineData("50", "25/1")]
    [InlineData("24000/1001", "24000/1001")]
    [InlineData("1", "10/1")]
    public async Task FrameRate_IsAtMost30(string source, string rendition)
    {
        var (_, ladder) = await TranscodeAsync(await footage.SilentVideoAsync("a.mp4", $"testsrc2=s=320x240:r={source}:d=9"));

        await File.WriteAllBytesAsync(footage.PathOf("clear.ts"), Decrypt("240p", 0), Stop);
        Assert.Equal(rendition, await ShowAsync(footage.PathOf("clear.ts"), "stream=r_frame_rate"));
        Assert.Equal(3, ladder[0].SegmentMilliseconds.Length);
    }

    [Fact]
    public async Task UnsteadyFrameRate_GetsSteadySegments()
    {
        // Like a screen recording: a second of movement, then nothing new for nine.
        var path = await footage.FfmpegAsync(
            "screen.mkv",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=640x360:r=60:d=30",
            "-vf",
            "select='lt(mod(t,10),1)+eq(n,1799)'",
            "-vsync",
            "vfr",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast"
        );

        var (video, ladder) = await TranscodeAsync(path);

        Assert.InRange(video.DurationMilliseconds, 29900, 30100);
        Assert.All(ladder, r => Assert.All(r.SegmentMilliseconds, length => Assert.InRange(length, 1, 4100)));
    }

    [Fact]
    public async Task SoundThatEndsEarly_GoesOnAsSilence()
    {
        var path = await footage.FfmpegAsync(
            "a.mkv",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x240:r=25:d=12",
            "-f",
            "lavfi",
            "-i",
            "sine=d=3",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-c:a",
            "libopus"
        );

        await TranscodeAsync(path);

        await File.WriteAllBytesAsync(footage.PathOf("clear.ts"), Decrypt("240p", 2), Stop);
        Assert.Equal("aac", await ShowAsync(footage.PathOf("clear.ts"), "stream=codec_name", "a:0"));
    }

    [Fact]
    public async Task OtherLengthThanProbed_IsRefused()
    {
        var path = await footage.VideoAsync("a.mp4", "testsrc2=s=320x240:r=25:d=6");
        var video = await footage.Probe.ProbeAsync(path, Stop);

        var refusal = await Assert.ThrowsAsync<MediaRefusedException>(() => TranscodeAsync(path, video with { DurationMilliseconds = 60_000 }));

        Assert.False(refusal.IsSuspicious);
    }

    [Fact]
    public async Task MoreComputingThanAllowed_IsRefused()
    {
        footage.Settings.MaximumWallClock = TimeSpan.FromSeconds(1);

        var refusal = await Assert.ThrowsAsync<MediaRefusedException>(async () => await TranscodeAsync(await footage.LongVideoAsync("a.mp4")));

        Assert.Contains("more time", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Footage.ProcessesWith(footage.Folder));
    }

    [Fact]
    public async Task MoreMemoryThanAllowed_IsRefused()
    {
        var path = await footage.VideoAsync("a.mp4", "testsrc2=s=1280x720:r=30:d=5");
        var video = await footage.Probe.ProbeAsync(path, Stop);
        footage.Settings.MaximumMemoryBytes = 300_000_000;

        var refusal = await Assert.ThrowsAsync<MediaRefusedException>(() => TranscodeAsync(path, video));

        Assert.False(refusal.IsSuspicious);
        Assert.DoesNotContain(footage.Folder, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlaylistInDisguise_ReachesNothingEvenUnprobed()
    {
        await footage.VideoAsync("secret.mp4", "testsrc2=s=320x240:r=25:d=2");
        var path = await footage.FileAsync("holiday.mp4", $"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{footage.PathOf("secret.mp4")}\n#EXT-X-ENDLIST\n");

        await Assert.ThrowsAsync<MediaRefusedException>(() => TranscodeAsync(path, new ProbedVideo(2000, 320, 240, 25, false)));

        Assert.Empty(Directory.GetFiles(Output, "*.ts", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Cancelled_LeavesNoProcess()
    {
        var path = await footage.LongVideoAsync("a.mp4");
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var video = await footage.Probe.ProbeAsync(path, Stop);
        var running = footage.Transcoder.TranscodeAsync(path, Output, video, contentKey, percents, cancellation.Token);
        await Footage.UntilAsync(() => percents.Last > 0, "it encodes");

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Empty(Footage.ProcessesWith(footage.Folder));
    }

    /// <summary>Every video in the folder that <c>ESCHOOL_TEST_MEDIA</c> names; nothing without one.</summary>
    [Fact]
    public async Task RealFootage_IsTranscoded()
    {
        var folder = Environment.GetEnvironmentVariable("ESCHOOL_TEST_MEDIA");
        foreach (var path in folder is null ? [] : Directory.GetFiles(folder))
        {
            var (video, ladder) = await TranscodeAsync(path);

            Assert.InRange(ladder[0].SegmentMilliseconds.Sum(), video.DurationMilliseconds - 1000, video.DurationMilliseconds + 1000);
            Directory.Delete(Output, recursive: true);
        }
    }

    public void Dispose() => footage.Dispose();

    private string Output => Directory.CreateDirectory(footage.PathOf("output")).FullName;

    private async Task<(ProbedVideo Video, IReadOnlyList<Rendition> Ladder)> TranscodeAsync(string path, ProbedVideo? probed = null)
    {
        var video = probed ?? await footage.Probe.ProbeAsync(path, Stop);
        return (video, await footage.Transcoder.TranscodeAsync(path, Output, video, contentKey, percents, Stop));
    }

    private byte[] Decrypt(string label, int index)
    {
        using var aes = Aes.Create();
        aes.Key = contentKey;
        var iv = new byte[16];
        iv[^1] = (byte)index;
        return aes.DecryptCbc(File.ReadAllBytes(Path.Combine(Output, RenditionFiles.Segment(label, index))), iv);
    }

    private string SizeOf(Rendition rendition)
    {
        File.WriteAllBytes(footage.PathOf("clear.ts"), Decrypt(rendition.Label, 0));
        return ShowAsync(footage.PathOf("clear.ts"), "stream=width,height", "v:0").GetAwaiter().GetResult();
    }

    private int PeakOfSegments(Rendition rendition) =>
        rendition
            .SegmentMilliseconds.Select(
                (length, index) => (Length: length, Bytes: new FileInfo(Path.Combine(Output, RenditionFiles.Segment(rendition.Label, index))).Length)
            )
            .Max(segment => (int)Math.Ceiling(segment.Bytes * 8000m / segment.Length));

    private static async Task<string> ShowAsync(string path, string entries, string streams = "v:0", params string[] options)
    {
        var output = await Footage.RunAsync(
            "ffprobe",
            ["-v", "error", "-select_streams", streams, "-show_entries", entries, "-of", "csv=p=0", .. options, path]
        );
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[0].TrimEnd(',');
    }

    private sealed class Percents : IProgress<int>
    {
        private int last = -1;

        public int Last => Volatile.Read(ref last);

        public bool NeverFell { get; private set; } = true;

        public void Report(int value)
        {
            NeverFell &= value >= last;
            Volatile.Write(ref last, value);
        }
    }
}

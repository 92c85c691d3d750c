using System.Diagnostics;
using ESchool.Application.Media.Transcoding;

namespace ESchool.Application.Tests.Media;

public sealed class MediaProbeTests : IDisposable
{
    private readonly Footage footage = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Video_IsDescribed()
    {
        var video = await footage.Probe.ProbeAsync(await footage.VideoAsync("a.mp4", "testsrc2=s=640x360:r=30000/1001:d=3"), Stop);

        Assert.Equal((640, 360, 30, true), (video.Width, video.Height, video.FramesPerSecond, video.HasAudio));
        Assert.Equal((30000, 1001), (video.FrameRate.Numerator, video.FrameRate.Denominator));
        Assert.InRange(video.DurationMilliseconds, 2950, 3050);
    }

    [Theory]
    [InlineData("a.mkv", "libx264")]
    [InlineData("a.mov", "libx264")]
    [InlineData("a.webm", "libvpx")]
    public async Task AcceptedContainers(string name, string codec)
    {
        var video = await footage.Probe.ProbeAsync(await footage.FfmpegAsync(name, "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=2", "-c:v", codec), Stop);

        Assert.InRange(video.DurationMilliseconds, 1950, 2050);
        Assert.False(video.HasAudio);
    }

    [Theory]
    [InlineData("90", 360, 640)]
    [InlineData("180", 640, 360)]
    [InlineData("270", 360, 640)]
    public async Task Rotation_IsApplied(string degrees, int width, int height)
    {
        var upright = await footage.VideoAsync("upright.mp4", "testsrc2=s=640x360:r=30:d=2");
        var rotated = await footage.FfmpegAsync("rotated.mp4", "-i", upright, "-c", "copy", "-metadata:s:v:0", $"rotate={degrees}");

        var video = await footage.Probe.ProbeAsync(rotated, Stop);

        Assert.Equal((width, height), (video.Width, video.Height));
    }

    [Fact]
    public async Task PixelShape_IsApplied()
    {
        var video = await footage.Probe.ProbeAsync(await footage.VideoAsync("dv.mp4", "testsrc2=s=720x576:r=25:d=2", "-vf", "setsar=64/45"), Stop);

        Assert.Equal((1024, 576), (video.Width, video.Height));
    }

    [Fact]
    public async Task SoundLongerThanPicture_Counts()
    {
        var path = await footage.FfmpegAsync(
            "podcast.mkv",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x240:r=25:d=2",
            "-f",
            "lavfi",
            "-i",
            "sine=d=9",
            "-c:v",
            "libx264",
            "-c:a",
            "aac"
        );

        Assert.InRange((await footage.Probe.ProbeAsync(path, Stop)).DurationMilliseconds, 8950, 9100);
    }

    [Fact]
    public async Task CoverAndSubtitles_DoNotMatter()
    {
        var words = await footage.FileAsync("words.srt", "1\n00:00:00,000 --> 00:00:01,000\nHello\n");
        var cover = await footage.FfmpegAsync("cover.png", "-f", "lavfi", "-i", "testsrc2=s=600x600", "-frames:v", "1");
        var plain = await footage.VideoAsync("plain.mp4", "testsrc2=s=320x240:r=25:d=2");
        var path = await footage.FfmpegAsync(
            "full.mp4",
            "-i",
            cover,
            "-i",
            plain,
            "-i",
            words,
            "-map",
            "0",
            "-map",
            "1",
            "-map",
            "2",
            "-c",
            "copy",
            "-c:s",
            "mov_text",
            "-disposition:v:0",
            "attached_pic",
            "-disposition:v:1",
            "default"
        );

        var video = await footage.Probe.ProbeAsync(path, Stop);

        Assert.Equal((320, 240), (video.Width, video.Height));
    }

    [Fact]
    public async Task HeaderThatSaysLess_IsNotBelieved()
    {
        var honest = await footage.VideoAsync("honest.mkv", "testsrc2=s=320x240:r=25:d=12");

        var video = await footage.Probe.ProbeAsync(await footage.LyingAsync("lying.mkv", honest, TimeSpan.FromSeconds(2)), Stop);

        Assert.InRange(video.DurationMilliseconds, 11900, 12100);
    }

    [Fact]
    public async Task HeaderThatSaysMore_IsRefused()
    {
        var honest = await footage.VideoAsync("honest.mkv", "testsrc2=s=320x240:r=25:d=3");

        var refusal = await RefusalAsync(await footage.LyingAsync("lying.mkv", honest, TimeSpan.FromHours(2)));

        Assert.False(refusal.IsSuspicious);
        Assert.Contains("incomplete", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("late.mp4")]
    [InlineData("early.mp4", "-movflags", "+faststart")]
    [InlineData("stream.mkv")]
    public async Task Truncated_IsRefused(string name, params string[] options)
    {
        var whole = await footage.VideoAsync(name, "testsrc2=s=640x360:r=30:d=20", options);

        var refusal = await RefusalAsync(await footage.TruncatedAsync("part-" + name, whole, 0.6));

        Assert.False(refusal.IsSuspicious);
        Assert.DoesNotContain(footage.Folder, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nsecret.mp4\n#EXT-X-ENDLIST\n")]
    [InlineData("\uFEFF#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n")]
    [InlineData("ffconcat version 1.0\nfile secret.mp4\n")]
    [InlineData("file 'secret.mp4'\nfile 'secret.mp4'\n")]
    [InlineData("<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><BaseURL>secret.mp4</BaseURL></MPD>")]
    [InlineData("v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5000 RTP/AVP 96\n")]
    public async Task PlaylistInDisguise_IsSuspicious(string content)
    {
        await footage.VideoAsync("secret.mp4", "testsrc2=s=320x240:r=25:d=1");

        var refusal = await RefusalAsync(await footage.FileAsync("holiday.mp4", content));

        Assert.True(refusal.IsSuspicious);
    }

    [Fact]
    public async Task PlaylistBehindOtherText_IsRefused()
    {
        // Not recognized by its beginning, but ffmpeg's script format would be happy with it.
        var refusal = await RefusalAsync(
            await footage.FileAsync("holiday.mp4", new string('\n', 5000) + "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsecret.mp4\n")
        );

        Assert.DoesNotContain(footage.Folder, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherContainer_IsRefused()
    {
        var refusal = await RefusalAsync(await footage.VideoAsync("recording.nut", "testsrc2=s=320x240:r=25:d=1"));

        Assert.False(refusal.IsSuspicious);
        Assert.Contains("nut", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("just words")]
    [InlineData("")]
    public async Task NoVideo_IsRefused(string content)
    {
        var refusal = await RefusalAsync(await footage.FileAsync("words.mp4", content));

        Assert.False(refusal.IsSuspicious);
        Assert.DoesNotContain(footage.Folder, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnlySound_IsRefused()
    {
        var refusal = await RefusalAsync(await footage.FfmpegAsync("song.m4a", "-f", "lavfi", "-i", "sine=d=2", "-c:a", "aac"));

        Assert.Contains("no picture", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnsupportedCoding_IsRefused()
    {
        var refusal = await RefusalAsync(await footage.FfmpegAsync("odd.mkv", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=2", "-c:v", "ffv1"));

        Assert.Contains("not supported", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HugePicture_IsRefusedQuickly()
    {
        var bomb = await footage.SilentVideoAsync("bomb.mp4", "color=s=8192x8192:r=1:d=3");
        var watch = Stopwatch.StartNew();

        var refusal = await RefusalAsync(bomb);

        Assert.Contains("pixels", refusal.Message, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task TooLong_IsRefused()
    {
        footage.Settings.MaximumDuration = TimeSpan.FromSeconds(2);

        Assert.Contains(
            "longer than",
            (await RefusalAsync(await footage.VideoAsync("long.mp4", "testsrc2=s=320x240:r=25:d=4"))).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("testsrc2=s=320x240:r=25:d=0.4", "shorter")]
    [InlineData("testsrc2=s=320x240:r=500:d=2", "frames per second")]
    [InlineData("testsrc2=s=1280x64:r=25:d=2", "narrow")]
    public async Task OddPictures_AreRefused(string picture, string reason) =>
        Assert.Contains(reason, (await RefusalAsync(await footage.VideoAsync("odd.mp4", picture))).Message, StringComparison.Ordinal);

    public void Dispose() => footage.Dispose();

    private Task<MediaRefusedException> RefusalAsync(string path) => Assert.ThrowsAsync<MediaRefusedException>(() => footage.Probe.ProbeAsync(path, Stop));
}

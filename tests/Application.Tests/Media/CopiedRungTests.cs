using System.Security.Cryptography;
using ESchool.Application.Media.Transcoding;
using ESchool.Domain.Media;

namespace ESchool.Application.Tests.Media;

/// <summary>A source that fits its largest rung is passed on as it is; whatever does not quite fit is coded anew.</summary>
public sealed class CopiedRungTests : IDisposable
{
    private readonly Footage footage = new();
    private readonly byte[] contentKey = RandomNumberGenerator.GetBytes(16);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("60", "0")]
    [InlineData("60", "2")]
    [InlineData("75", "3")]
    public async Task SourceThatFits_IsTheTopRung_FrameForFrame(string keyframeInterval, string bFrames)
    {
        var source = await FittingAsync("-g", keyframeInterval, "-bf", bFrames);
        Assert.NotNull((await footage.Probe.ProbeAsync(source, Stop)).Coded);

        var ladder = await TranscodeAsync(source);

        Assert.Equal(["240p", "360p", "480p", "720p"], ladder.Select(r => r.Label));
        Assert.All(ladder, r => Assert.Equal(ladder[0].SegmentMilliseconds, r.SegmentMilliseconds));
        Assert.Equal(await FramesOfAsync(source), await FramesOfAsync(await JoinAsync(ladder[^1])));
        var starts = await Task.WhenAll(ladder.Select(async r => await ShowAsync(await JoinAsync(r), "stream=start_time", "v:0")));
        Assert.Single(starts.Distinct());
    }

    [Theory]
    [InlineData("open groups", "-x264-params", "open-gop=1:keyint=60:min-keyint=60:bframes=3:scenecut=0")]
    [InlineData("one frame late", "-g", "60", "-bf", "1")]
    [InlineData("one keyframe", "-g", "1000", "-sc_threshold", "0")]
    [InlineData("ten bits", "-pix_fmt", "yuv420p10le")]
    [InlineData("too many bits", "-crf", "1", "-g", "60")]
    public async Task SourceThatDoesNotFit_IsCodedAnew(string why, params string[] options)
    {
        var source = await FittingAsync(options);

        var ladder = await TranscodeAsync(source);

        Assert.True(ladder[^1].SegmentMilliseconds.SequenceEqual([4000, 4000, 4000]), why);
        Assert.NotEqual(await FramesOfAsync(source), await FramesOfAsync(await JoinAsync(ladder[^1])));
    }

    [Fact]
    public async Task SourceWithDamage_IsCodedAnew()
    {
        var source = await FittingAsync("-g", "60");
        var bytes = await File.ReadAllBytesAsync(source, Stop);

        // Some frames in the middle: the index is whole, and the decoder complains. (It takes a few wrong bytes for a picture.)
        bytes.AsSpan(bytes.Length / 2, 100_000).Clear();
        await File.WriteAllBytesAsync(source, bytes, Stop);

        var ladder = await TranscodeAsync(source);

        Assert.All(ladder, r => Assert.Equal(ladder[0].SegmentMilliseconds, r.SegmentMilliseconds));
        Assert.NotEqual(await FramesOfAsync(source), await FramesOfAsync(await JoinAsync(ladder[^1])));
    }

    public void Dispose() => footage.Dispose();

    private string Output => Directory.CreateDirectory(footage.PathOf("output")).FullName;

    private Task<string> FittingAsync(params string[] options) =>
        footage.FfmpegAsync(
            "source.mp4",
            [
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=1280x720:r=30:d=12",
                "-f",
                "lavfi",
                "-i",
                "sine=d=12",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-pix_fmt",
                "yuv420p",
                "-crf",
                "30",
                "-c:a",
                "aac",
                .. options,
            ]
        );

    private async Task<IReadOnlyList<Rendition>> TranscodeAsync(string path) =>
        await footage.Transcoder.TranscodeAsync(path, Output, await footage.Probe.ProbeAsync(path, Stop), contentKey, new Progress<int>(), Stop);

    private async Task<string> JoinAsync(Rendition rendition)
    {
        var path = footage.PathOf($"{rendition.Label}.ts");
        await using var joined = File.Create(path);
        for (var index = 0; index < rendition.SegmentMilliseconds.Length; index++)
        {
            using var aes = Aes.Create();
            aes.Key = contentKey;
            var iv = new byte[16];
            iv[^1] = (byte)index;
            await joined.WriteAsync(
                aes.DecryptCbc(await File.ReadAllBytesAsync(Path.Combine(Output, RenditionFiles.Segment(rendition.Label, index)), Stop), iv),
                Stop
            );
        }

        return path;
    }

    /// <summary>The checksum of each decoded frame.</summary>
    private static async Task<IReadOnlyList<string>> FramesOfAsync(string path)
    {
        var output = await Footage.RunAsync("ffmpeg", "-v", "error", "-i", path, "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framemd5", "-");
        return [.. output.Split('\n').Where(line => line.StartsWith("0,", StringComparison.Ordinal)).Select(line => line.Split(',')[^1].Trim())];
    }

    private static async Task<string> ShowAsync(string path, string entries, string streams) =>
        (await Footage.RunAsync("ffprobe", "-v", "error", "-select_streams", streams, "-show_entries", entries, "-of", "csv=p=0", path)).Trim();
}

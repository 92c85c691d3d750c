using System.Diagnostics;
using System.Security.Cryptography;
using ESchool.Application.Media.Transcoding;
using ESchool.Application.Storage;
using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Domain.Media;
using ESchool.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Bench.Measures.Media;

/// <summary>
/// A lecture of 60 seconds through the whole pipeline (download from S3, probe, poster, ladder, encryption, upload, publish), beside ffmpeg alone with
/// the file at hand.
/// </summary>
internal sealed class LadderMeasure : IMeasure
{
    public string Name => "ladder";

    public async Task RunAsync(BenchOptions options, Findings findings, CancellationToken cancellationToken)
    {
        using var footage = new Footage(options.Quick ? 12 : 60);
        await using var school = await TestSchool.OpenAsync();
        await school.PrepareStorageAsync();
        var large = await footage.LargeAsync(cancellationToken);
        var fitting = await footage.FittingAsync(cancellationToken);

        // A run takes half a minute, and there is nothing to warm but ffmpeg's own pages.
        var fewer = options.AtMostRounds(3);
        var rounds = await Rounds.RunAsync(
            fewer,
            [
                new Contender("E-School", (_, _) => ProcessAsync(school, large, cancellationToken)),
                Piece("ffmpeg, a run a rung", () => footage.RunARungAsync(large, cancellationToken)),
                Piece("ffmpeg, single decode", () => footage.SingleDecodeAsync(large, cancellationToken)),
                Piece("ffmpeg, halves in parallel", () => footage.ChunksAsync(large, cancellationToken)),
                new Contender("E-School, fitting source", (_, _) => ProcessAsync(school, fitting, cancellationToken)),
                Piece("ffmpeg, single decode, fitting source", () => footage.SingleDecodeAsync(fitting, cancellationToken)),
                Piece("ffmpeg, top rung copied", () => footage.CopyTopAsync(fitting, cancellationToken)),
            ],
            cancellationToken,
            warmUps: 0
        );
        findings.Add(rounds);
        var better = Spread.Of(
            Enumerable
                .Range(0, fewer.Rounds)
                .Select(i => Time("E-School", i) / Math.Min(Time("ffmpeg, single decode", i), Time("ffmpeg, halves in parallel", i)))
        );
        findings.AtMost("time, to the better plain command", better, 1.05);
        findings.AtMost("time, to a run a rung", rounds.Ratio("ffmpeg, a run a rung", "E-School", s => s.PerSecond), 0.75);
        findings.AtMost(
            "time of a fitting source, to single decode",
            rounds.Ratio("ffmpeg, single decode, fitting source", "E-School, fitting source", s => s.PerSecond),
            0.60
        );

        await footage.SingleDecodeAsync(large, cancellationToken);
        var plain = await footage.SsimAsync(footage.JoinTop(), large, cancellationToken);
        var ours = await footage.SsimAsync(await TopRungAsync(school, footage, large, cancellationToken), large, cancellationToken);
        findings.Report("SSIM of the largest rung, ffmpeg", plain);
        findings.Report("SSIM of the largest rung, E-School", ours);
        findings.AtMost("SSIM less than ffmpeg's by", Spread.Of([plain - ours]), 0.001);

        double Time(string contender, int round) => 1 / rounds.Samples[contender][round].PerSecond;
    }

    private static Contender Piece(string name, Func<Task> act) =>
        new(
            name,
            async (_, _) =>
            {
                var watch = Stopwatch.StartNew();
                await act();
                return new Sample(1, 1 / watch.Elapsed.TotalSeconds);
            }
        );

    /// <summary>From the uploaded object to the published asset; the upload is the instructor's.</summary>
    private static async Task<Sample> ProcessAsync(TestSchool school, string source, CancellationToken cancellationToken)
    {
        var instructor = await school.InstructorAsync();
        var storage = school.Services.GetRequiredService<ObjectStorage>();
        var asset = new Asset(AssetOwner.Alone(instructor.UserId), "lecture.mp4", "video/mp4", new FileInfo(source).Length, school.Clock.GetUtcNow());
        await storage.UploadFileAsync(storage.MediaBucket, asset.SourceKey, source, "video/mp4", cancellationToken);
        var stored = await storage.FindAsync(storage.MediaBucket, asset.SourceKey, cancellationToken);
        asset.FinishUpload(stored!.Value.VersionId);
        await school.SaveAsync(asset);
        var watch = Stopwatch.StartNew();
        await school.DoAsync<ProcessAsset>(process => process.ExecuteAsync(asset.Id, cancellationToken));
        var sample = new Sample(1, 1 / watch.Elapsed.TotalSeconds);
        var state = await school.ReadAsync(db => db.Assets.FindAsync([asset.Id], cancellationToken).AsTask());
        Findings.Require(state is { State: AssetState.Ready, Renditions.Count: 4 }, $"The asset is {state?.State}.");
        return sample;
    }

    /// <summary>What the product makes of the source's largest rung, decrypted and in one file.</summary>
    private static async Task<string> TopRungAsync(TestSchool school, Footage footage, string source, CancellationToken cancellationToken)
    {
        var key = RandomNumberGenerator.GetBytes(16);
        var output = Directory.CreateDirectory(Path.Combine(footage.Folder, "output")).FullName;
        var video = await school.Services.GetRequiredService<MediaProbe>().ProbeAsync(source, cancellationToken);
        var ladder = await school
            .Services.GetRequiredService<LadderTranscoder>()
            .TranscodeAsync(source, output, video, key, new Progress<int>(), cancellationToken);
        var path = Path.Combine(footage.Folder, "ours.ts");
        await using var joined = File.Create(path);
        using var aes = Aes.Create();
        aes.Key = key;
        for (var index = 0; index < ladder[^1].SegmentMilliseconds.Length; index++)
        {
            var iv = new byte[16];
            iv[^1] = (byte)index;
            await joined.WriteAsync(
                aes.DecryptCbc(await File.ReadAllBytesAsync(Path.Combine(output, RenditionFiles.Segment(ladder[^1].Label, index)), cancellationToken), iv),
                cancellationToken
            );
        }

        return path;
    }
}

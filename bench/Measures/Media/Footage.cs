using ESchool.Bench.Harness;

namespace ESchool.Bench.Measures.Media;

/// <summary>
/// Sources of 720p30 with movement, grain and a tone, and what plain ffmpeg makes of them: the same rungs, limits and segments as the product's.
/// </summary>
internal sealed class Footage(int seconds) : IDisposable
{
    private static readonly (string Label, int Width, int Height, string Profile, int Kilobits)[] Rungs =
    [
        ("240p", 426, 240, "main", 400),
        ("360p", 640, 360, "main", 800),
        ("480p", 854, 480, "high", 1400),
        ("720p", 1280, 720, "high", 2800),
    ];

    private int made;

    public string Folder { get; } = Directory.CreateTempSubdirectory("eschool-bench-").FullName;

    /// <summary>A source with more bits than the largest rung may have.</summary>
    public Task<string> LargeAsync(CancellationToken cancellationToken) => SourceAsync("large.mp4", ["-crf", "12", "-g", "250"], cancellationToken);

    /// <summary>A source that is a rung as it is: within its bits, and with a keyframe every two seconds.</summary>
    public Task<string> FittingAsync(CancellationToken cancellationToken) =>
        SourceAsync("fitting.mp4", ["-crf", "26", "-maxrate", "2200k", "-bufsize", "2200k", "-g", "60", "-sc_threshold", "0"], cancellationToken);

    /// <summary>One run a rung, as a first version of every product does it.</summary>
    public async Task RunARungAsync(string source, CancellationToken cancellationToken)
    {
        foreach (var rung in Rungs)
        {
            await FfmpegAsync(
                [
                    "-i",
                    source,
                    "-vf",
                    $"scale={rung.Width}:{rung.Height}",
                    "-map",
                    "0:v",
                    "-map",
                    "0:a",
                    .. Encoder,
                    "-profile:v",
                    rung.Profile,
                    .. Limits("", rung.Kilobits),
                    .. Sound,
                    .. Hls(rung.Label),
                ],
                cancellationToken
            );
        }
    }

    /// <summary>One decode; each rung is scaled from the next larger one; the sound is coded once.</summary>
    public Task SingleDecodeAsync(string source, CancellationToken cancellationToken) => FfmpegAsync(["-i", source, .. Cascade("", Rungs)], cancellationToken);

    /// <summary>The same for two halves at the same time, a thread each.</summary>
    public Task ChunksAsync(string source, CancellationToken cancellationToken)
    {
        var half = seconds / 2;
        return Task.WhenAll(
            FfmpegAsync(["-threads", "1", "-t", $"{half}", "-i", source, .. Cascade("a-", Rungs), "-threads", "1"], cancellationToken),
            FfmpegAsync(["-threads", "1", "-ss", $"{half}", "-i", source, .. Cascade("b-", Rungs), "-threads", "1"], cancellationToken)
        );
    }

    /// <summary>The largest rung copied, the others coded.</summary>
    public async Task CopyTopAsync(string source, CancellationToken cancellationToken)
    {
        await FfmpegAsync(["-i", source, "-map", "0:v", "-map", "0:a", "-c", "copy", .. Hls("copy")], cancellationToken);
        await FfmpegAsync(["-i", source, .. Cascade("rest-", Rungs[..^1])], cancellationToken);
    }

    /// <summary>How alike two videos are, frame by frame, from 0 to 1.</summary>
    public async Task<double> SsimAsync(string video, string source, CancellationToken cancellationToken)
    {
        var log = Path.Combine(Folder, $"ssim-{++made}.log");
        await Command.RunAsync(
            "ffmpeg",
            [
                "-v",
                "error",
                "-i",
                video,
                "-i",
                source,
                "-lavfi",
                $"[0:v]setpts=N/30/TB[a];[1:v]setpts=N/30/TB[b];[a][b]ssim=stats_file={log}",
                "-f",
                "null",
                "-",
            ],
            cancellationToken
        );
        return File.ReadLines(log).Average(line => double.Parse(line.Split("All:")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The segments of plain ffmpeg's largest rung in one file.</summary>
    public string JoinTop()
    {
        var path = Path.Combine(Folder, "plain.ts");
        using var joined = File.Create(path);
        foreach (var segment in Directory.GetFiles(Folder, "720p-*.ts").Order(StringComparer.Ordinal))
        {
            joined.Write(File.ReadAllBytes(segment));
        }

        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string[] Encoder =>
        ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-sc_threshold", "0", "-flags:v", "+cgop", "-force_key_frames", "expr:gte(t,n_forced*4)"];

    private static string[] Sound => ["-c:a", "aac", "-b:a", "128k", "-ac", "2"];

    private static string[] Limits(string stream, int kilobits) => [$"-maxrate{stream}", $"{kilobits}k", $"-bufsize{stream}", $"{kilobits * 2}k"];

    private static string[] Hls(string label) =>
        ["-f", "hls", "-hls_time", "4", "-hls_list_size", "0", "-hls_segment_filename", $"{label}-%05d.ts", $"{label}.m3u8"];

    private static IEnumerable<string> Cascade(string prefix, IReadOnlyList<(string Label, int Width, int Height, string Profile, int Kilobits)> rungs)
    {
        var chain = "[0:v]";
        for (var i = rungs.Count - 1; i >= 0; i--)
        {
            chain += $"scale={rungs[i].Width}:{rungs[i].Height}" + (i > 0 ? $",split=2[v{i}][s{i}];[s{i}]" : "[v0]");
        }

        return
        [
            "-filter_complex",
            chain,
            .. rungs.SelectMany((_, i) => new[] { "-map", $"[v{i}]" }),
            .. Encoder,
            .. rungs.SelectMany((rung, i) => new[] { $"-profile:v:{i}", rung.Profile }.Concat(Limits($":v:{i}", rung.Kilobits))),
            "-map",
            "0:a",
            .. Sound,
            "-f",
            "tee",
            string.Join(
                '|',
                rungs.Select(
                    (rung, i) =>
                        $@"[select=\'v:{i},a:0\':f=hls:hls_time=4:hls_list_size=0:hls_segment_filename={prefix}{rung.Label}-%05d.ts]{prefix}{rung.Label}.m3u8"
                )
            ),
        ];
    }

    private async Task<string> SourceAsync(string name, string[] coding, CancellationToken cancellationToken)
    {
        await FfmpegAsync(
            [
                "-f",
                "lavfi",
                "-i",
                $"testsrc2=s=1280x720:r=30:d={seconds},noise=alls=6:allf=t",
                "-f",
                "lavfi",
                "-i",
                $"sine=frequency=440:d={seconds}",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-pix_fmt",
                "yuv420p",
                .. coding,
                "-c:a",
                "aac",
                "-b:a",
                "128k",
                name,
            ],
            cancellationToken
        );
        return Path.Combine(Folder, name);
    }

    private Task FfmpegAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        Command.RunAsync("bash", ["-c", "cd \"$0\" && exec \"$@\"", Folder, "ffmpeg", "-v", "error", "-nostdin", "-y", .. arguments], cancellationToken);
}

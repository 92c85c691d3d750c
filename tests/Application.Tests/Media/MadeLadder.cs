using System.Globalization;
using System.Security.Cryptography;
using ESchool.Application.Media.Transcoding;
using ESchool.Domain.Media;

namespace ESchool.Application.Tests.Media;

/// <summary>A ladder as a player gets it: made of a file as the application does, its segments opened and put together.</summary>
public sealed class MadeLadder
{
    private readonly Footage footage;
    private readonly byte[] contentKey = RandomNumberGenerator.GetBytes(16);

    private MadeLadder(Footage footage) => this.footage = footage;

    public ProbedVideo Video { get; private set; } = null!;

    public IReadOnlyList<Rendition> Renditions { get; private set; } = [];

    /// <summary>The largest rung, as one transport stream.</summary>
    public string Top { get; private set; } = "";

    public string Poster => Path.Combine(Output, RenditionFiles.Poster);

    private string Output => Directory.CreateDirectory(footage.PathOf("output")).FullName;

    public static async Task<MadeLadder> OfAsync(Footage footage, string path, CancellationToken stop)
    {
        var ladder = new MadeLadder(footage);
        path = await footage.Recordings.StraightenAsync(path, stop);
        ladder.Video = await footage.Probe.ProbeAsync(path, stop);
        ladder.Renditions = await footage.Transcoder.TranscodeAsync(path, ladder.Output, ladder.Video, ladder.contentKey, new Progress<int>(), stop);
        ladder.Top = await ladder.JoinAsync(ladder.Renditions[^1]);
        return ladder;
    }

    public async Task<string> JoinAsync(Rendition rendition)
    {
        var path = footage.PathOf($"{rendition.Label}.ts");
        await using var joined = File.Create(path);
        for (var index = 0; index < rendition.SegmentMilliseconds.Length; index++)
        {
            using var aes = Aes.Create();
            aes.Key = contentKey;
            var iv = new byte[16];
            iv[^1] = (byte)index;
            await joined.WriteAsync(aes.DecryptCbc(await File.ReadAllBytesAsync(Path.Combine(Output, RenditionFiles.Segment(rendition.Label, index))), iv));
        }

        return path;
    }

    /// <summary>The times at which the picture turns bright, in seconds from its first frame.</summary>
    public async Task<IReadOnlyList<double>> FlashesAsync()
    {
        var rows = await Footage.RunAsync(
            "ffprobe",
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            $"movie={Top},signalstats",
            "-show_entries",
            "frame=pts_time:frame_tags=lavfi.signalstats.YAVG",
            "-of",
            "csv=p=0"
        );
        var frames = rows.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(row => row.Split(','))
            .Select(row => (Time: Number(row[0]), Light: Number(row[1])))
            .ToList();
        return
        [
            .. frames.Skip(1).Zip(frames).Where(pair => pair.First.Light > 100 && pair.Second.Light <= 100).Select(pair => pair.First.Time - frames[0].Time),
        ];
    }

    /// <summary>The times at which silence ends, in seconds from the picture's first frame.</summary>
    public async Task<IReadOnlyList<double>> BeepsAsync()
    {
        var begin = Number(
            (await Footage.RunAsync("ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "stream=start_time", "-of", "csv=p=0", Top))
                .Split('\n')[0]
                .TrimEnd(',')
        );
        var log = await Footage.RunAsync(
            "ffmpeg",
            "-v",
            "error",
            "-copyts",
            "-i",
            Top,
            "-map",
            "0:a",
            "-af",
            "silencedetect=n=-30dB:d=0.05,ametadata=mode=print:key=lavfi.silence_end:file=-",
            "-f",
            "null",
            "-"
        );
        return
        [
            .. log.Split('\n')
                .Where(line => line.StartsWith("lavfi.silence_end=", StringComparison.Ordinal))
                .Select(line => Number(line.Split('=')[1]) - begin),
        ];
    }

    /// <summary>How loud a second of the sound is, in decibels; silence is far below -60.</summary>
    public async Task<double> LoudnessAsync(double from)
    {
        var log = await Footage.RunAsync(
            "ffmpeg",
            "-v",
            "error",
            "-i",
            Top,
            "-map",
            "0:a",
            "-af",
            string.Create(
                CultureInfo.InvariantCulture,
                $"atrim=start={from}:duration=1,astats=metadata=1,ametadata=mode=print:key=lavfi.astats.Overall.RMS_level:file=-"
            ),
            "-f",
            "null",
            "-"
        );
        return log.Split('\n')
            .Where(line => line.Contains("RMS_level=", StringComparison.Ordinal))
            .Select(line => Number(line.Split('=')[1]))
            .LastOrDefault(double.NegativeInfinity);
    }

    /// <summary>How many seconds of sound there are, by counting samples.</summary>
    public async Task<double> SecondsOfSoundAsync()
    {
        var rows = await Footage.RunAsync("ffprobe", "-v", "error", "-select_streams", "a", "-show_entries", "frame=nb_samples", "-of", "csv=p=0", Top);
        return rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(row => Number(row.TrimEnd(','))) / 48000;
    }

    /// <summary>Shows entries of the largest rung's picture.</summary>
    public Task<string> ShowAsync(string entries, params string[] options) => ShowAsync(Top, entries, options);

    public static async Task<string> ShowAsync(string path, string entries, params string[] options)
    {
        var rows = await Footage.RunAsync("ffprobe", ["-v", "error", "-select_streams", "v:0", "-show_entries", entries, "-of", "csv=p=0", .. options, path]);
        return rows.Split('\n', StringSplitOptions.RemoveEmptyEntries)[0].TrimEnd(',');
    }

    /// <summary>How like a reference a file's picture is, in decibels, frame by frame from the first.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="filters">Made of both before they are compared, such as a size.</param>
    public static async Task<double> LikenessAsync(string path, string reference, string filters)
    {
        var log = await Footage.RunAsync(
            "ffmpeg",
            "-v",
            "error",
            "-i",
            path,
            "-i",
            reference,
            "-filter_complex",
            $"[0:v]settb=1/1000,setpts=N/25/TB,{filters}[a];[1:v]settb=1/1000,setpts=N/25/TB,{filters}[b];[a][b]psnr=shortest=1,metadata=mode=print:key=lavfi.psnr.psnr_avg:file=-",
            "-f",
            "null",
            "-"
        );
        return log.Split('\n')
            .Where(line => line.Contains("psnr_avg=", StringComparison.Ordinal))
            .Select(line => line.Split('=')[1])
            .Average(text => text == "inf" ? 100 : Number(text));
    }

    private static double Number(string text) =>
        text.Trim() == "-inf" ? double.NegativeInfinity : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}

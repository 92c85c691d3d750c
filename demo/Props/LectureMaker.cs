using System.Diagnostics;
using System.Globalization;

namespace ESchool.Demo.Props;

/// <summary>Makes a small lecture with ffmpeg and espeak-ng: slides that change, and a voice that reads them.</summary>
public static class LectureMaker
{
    private const int SecondsPerSlide = 4;

    public static async Task<string> MakeAsync(string folder, string title, IReadOnlyList<string> slides)
    {
        Directory.CreateDirectory(folder);
        var voice = Path.Combine(folder, "voice.wav");
        var video = Path.Combine(folder, "lecture.mp4");
        await RunAsync("espeak-ng", ["-s", "150", "-w", voice, $"{title}. {string.Join(". ", slides)}."]);
        var filters = slides.Select((text, i) => Slide(folder, title, text, i)).ToList();
        var length = (slides.Count * SecondsPerSlide).ToString(CultureInfo.InvariantCulture);
        await RunAsync(
            "ffmpeg",
            [
                "-v",
                "error",
                "-y",
                "-f",
                "lavfi",
                "-i",
                $"color=c=0x1d3557:s=1280x720:r=25:d={length}",
                "-i",
                voice,
                "-filter_complex",
                $"[0:v]{string.Join(",", filters)}[v];[1:a]apad[a]",
                "-map",
                "[v]",
                "-map",
                "[a]",
                "-t",
                length,
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                "-movflags",
                "+faststart",
                video,
            ]
        );
        return video;
    }

    private static string Slide(string folder, string title, string text, int index)
    {
        // Texts go through files: no quoting of ffmpeg's filter language is needed then.
        var titleFile = Path.Combine(folder, $"title-{index}.txt");
        var textFile = Path.Combine(folder, $"slide-{index}.txt");
        File.WriteAllText(titleFile, title);
        File.WriteAllText(textFile, text);
        var (from, to) = (index * SecondsPerSlide, (index + 1) * SecondsPerSlide);
        var enable = $"enable='between(t,{from},{to - 0.01:0.##})'";
        return $"drawtext=textfile={titleFile}:fontsize=40:fontcolor=0xa8dadc:x=80:y=80:{enable},"
            + $"drawtext=textfile={textFile}:fontsize=64:fontcolor=white:x=80+20*(t-{from}):y=(h-text_h)/2:{enable},"
            + $"drawbox=x=80:y=h-100:w=(t-{from})*280:h=8:color=0xe63946:t=fill:{enable}";
    }

    private static async Task RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new StoryException($"{program} failed: {errors}");
        }
    }
}

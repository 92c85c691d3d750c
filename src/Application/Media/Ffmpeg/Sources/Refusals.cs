using System.Text.RegularExpressions;
using ESchool.Application.Media.Ffmpeg.Sandbox;
using ESchool.Application.Media.Transcoding;

namespace ESchool.Application.Media.Ffmpeg.Sources;

/// <summary>Turns a failed run into words for the instructor, who sees them: no path, no address, no control character.</summary>
internal static partial class Refusals
{
    private const int MaximumLength = 240;
    private const int KilledExitCode = 128 + 9;

    /// <summary>What helps with nearly every file that is not taken.</summary>
    public const string ExportAgain = "Export it as MP4 (H.264 and AAC) and upload it again.";

    /// <summary>What to throw for a failed run.</summary>
    /// <returns>A <see cref="MediaRefusedException"/> when the file is to blame, otherwise something that is worth another try.</returns>
    public static Exception Of(ProcessOutcome outcome)
    {
        if (outcome.ExceededLimit is { } limit)
        {
            return new MediaRefusedException(
                $"Processing this video needs more {limit} than is allowed. Cut it into shorter videos, or export it in 1920 × 1080.",
                isSuspicious: false
            );
        }

        if (outcome.Errors.Contains("No space left on device", StringComparison.Ordinal))
        {
            return new DiskFullException();
        }

        return outcome.ExitCode == KilledExitCode
            ? new IOException("Something killed ffmpeg: an operator, or this machine's lack of memory.")
            : new MediaRefusedException($"This file cannot be read as a video: it is damaged, or something else. {ExportAgain}", isSuspicious: false);
    }

    /// <summary>The last words of a program, on one line.</summary>
    public static string Condense(string errors)
    {
        var lines = errors.Split('\n').Select(Clean).Where(line => line.Length > 0).Distinct().TakeLast(2);
        var text = string.Join("; ", lines);
        return text.Length <= MaximumLength ? text : text[..MaximumLength] + "…";
    }

    private static string Clean(string line)
    {
        var plain = new string([.. line.Where(c => !char.IsControl(c))]);
        return FilePath().Replace(Source().Replace(plain, ""), "the file").Trim();
    }

    // "[mov,mp4 @ 0x55fa8793b280] ".
    [GeneratedRegex(@"\[[^\]]* @ 0x[0-9a-f]+\]\s*")]
    private static partial Regex Source();

    [GeneratedRegex(@"(file:\S+?|/\S*?/\S+?)(?=:?(\s|$))")]
    private static partial Regex FilePath();
}

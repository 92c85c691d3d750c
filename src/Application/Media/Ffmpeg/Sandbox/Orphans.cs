using System.Diagnostics;
using System.Text;

namespace ESchool.Application.Media.Ffmpeg.Sandbox;

/// <summary>
/// Finds sandboxed processes whose owner is gone. The parent-death signal ends them; this is for the instant between a process's start and
/// its asking for that signal.
/// </summary>
internal static class Orphans
{
    /// <summary>The environment variable that says to whom a process belongs.</summary>
    public const string Marker = "ESCHOOL_MEDIA_OWNER";

    private static readonly string Namespace = new FileInfo("/proc/self/ns/pid").LinkTarget ?? "";

    /// <summary>
    /// This process: its namespace, because elsewhere its number means another process or none, its number, and its start, because numbers
    /// are used again.
    /// </summary>
    public static string Owner { get; } = $"{Namespace}/{Environment.ProcessId}/{StartOf(Environment.ProcessId)}";

    /// <summary>Kills the processes left behind and tells their numbers.</summary>
    public static IReadOnlyList<int> KillAll()
    {
        var killed = new List<int>();
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                if (OwnerOf(process.Id) is { } owner && IsGone(owner) && TryKill(process))
                {
                    killed.Add(process.Id);
                }
            }
        }

        return killed;
    }

    private static bool IsGone(string owner)
    {
        var parts = owner.Split('/');
        return parts.Length == 3 && parts[0] == Namespace && int.TryParse(parts[1], out var id) && StartOf(id) != parts[2];
    }

    private static string? OwnerOf(int id)
    {
        var variables = Read($"/proc/{id}/environ")?.Split('\0') ?? [];
        return variables.FirstOrDefault(v => v.StartsWith(Marker + "=", StringComparison.Ordinal))?[(Marker.Length + 1)..];
    }

    private static string? StartOf(int id)
    {
        // The second field is the program's name, in parentheses, and may hold anything: count behind it. The start is field 22.
        var stat = Read($"/proc/{id}/stat");
        return stat?[(stat.LastIndexOf(')') + 2)..].Split(' ') is { Length: > 19 } fields ? fields[19] : null;
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.UTF8);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or somebody else's.
            return null;
        }
    }

    private static bool TryKill(Process process)
    {
        try
        {
            process.Kill();
            return true;
        }
        catch (Exception problem) when (problem is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

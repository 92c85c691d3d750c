using System.Globalization;

namespace ESchool.Bench.Harness;

/// <summary>Processor time of processes and of everything they started, from <c>/proc</c>.</summary>
internal static class ProcessCpu
{
    private const double TicksPerSecond = 100;

    public static TimeSpan Of(params IEnumerable<int> roots)
    {
        var processes = Read();
        var total = 0L;
        var open = new Stack<int>(roots);
        while (open.TryPop(out var id))
        {
            total += processes.TryGetValue(id, out var one) ? one.Ticks : 0;
            foreach (var child in processes.Where(p => p.Value.Parent == id))
            {
                open.Push(child.Key);
            }
        }

        return TimeSpan.FromSeconds(total / TicksPerSecond);
    }

    /// <summary>Resident memory of one process, in bytes.</summary>
    public static long ResidentBytes(int id)
    {
        var line = File.ReadLines($"/proc/{id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line["VmRSS:".Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture) * 1024;
    }

    private static Dictionary<int, (int Parent, long Ticks)> Read()
    {
        var found = new Dictionary<int, (int, long)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                try
                {
                    // The name in brackets may hold spaces; what follows it does not. A process that waited for its children counts them too.
                    var fields = File.ReadAllText($"{folder}/stat").Split(") ")[^1].Split(' ');
                    found[id] = (Number(fields[1]), fields[11..15].Sum(field => (long)Number(field)));
                }
                catch (IOException)
                {
                    // It ended while we read.
                }
            }
        }

        return found;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

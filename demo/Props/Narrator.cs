using System.Diagnostics;

namespace ESchool.Demo.Props;

/// <summary>Tells the story: one line a step, with the time since the beginning, and a bar where something takes long.</summary>
public sealed class Narrator(TextWriter output, bool isTerminal)
{
    private const int BarWidth = 30;

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private int lastTenth = -1;

    /// <summary>The step that is being done; named when it fails.</summary>
    public string Present { get; private set; } = "beginning";

    public void Chapter(int number, string title)
    {
        Present = title;
        output.WriteLine();
        output.WriteLine($"{number}. {title}");
    }

    public void Step(string text)
    {
        Present = text;
        output.WriteLine($"[{watch.Elapsed.TotalSeconds, 5:0.0}s]   {text}");
    }

    /// <summary>Draws how far something is; on a terminal in place, elsewhere a line every tenth.</summary>
    public void Progress(string what, int percent)
    {
        Present = what.Trim();
        var bar = new string('#', percent * BarWidth / 100).PadRight(BarWidth, '.');
        var line = $"[{watch.Elapsed.TotalSeconds, 5:0.0}s]   {what} [{bar}] {percent, 3} %";
        if (isTerminal)
        {
            output.Write($"\r{line}{(percent >= 100 ? "\n" : "")}");
        }
        else if (percent / 10 != lastTenth)
        {
            lastTenth = percent / 10;
            output.WriteLine(line);
        }

        if (percent >= 100)
        {
            lastTenth = -1;
        }
    }

    public void Say(string text) => output.WriteLine(text);
}

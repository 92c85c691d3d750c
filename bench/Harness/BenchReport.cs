using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using ESchool.Bench.Harness.Peers;

namespace ESchool.Bench.Harness;

/// <summary>The table that is printed, and the JSON file.</summary>
internal sealed class BenchReport(BenchOptions options)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<Findings> found = [];
    private readonly Dictionary<string, string> failures = [];

    public bool HasFailures => failures.Count > 0;

    public void Add(Findings findings)
    {
        found.Add(findings);
        Write();
    }

    public void AddFailure(string measure, Exception fault)
    {
        failures[measure] = fault.ToString();
        Console.Error.WriteLine($"{measure} failed: {fault}");
        Write();
    }

    public void Print()
    {
        var machine = Machine();
        Console.WriteLine(
            $"{DateTimeOffset.UtcNow:yyyy-MM-dd}, {machine.Cores} cores ({machine.Processor}), {machine.MemoryGibibytes} GiB, {machine.System}, {machine.Runtime}, Node.js {machine.Node}, {machine.Postgres}; {options.Rounds} rounds of {options.Time.TotalSeconds:0} s{(options.Quick ? ", quick: not a measurement" : "")}"
        );
        foreach (var findings in found)
        {
            findings.Print(Console.Out);
        }

        foreach (var (measure, fault) in failures)
        {
            Console.WriteLine($"\n## {measure}\n\nfailed: {fault.Split('\n')[0]}");
        }
    }

    /// <summary>After every measure, so that a run that is broken off leaves what it has found.</summary>
    private void Write()
    {
        if (options.JsonFile is { } file)
        {
            File.WriteAllText(
                file,
                JsonSerializer.Serialize(
                    new
                    {
                        Time = DateTimeOffset.UtcNow,
                        Machine = Machine(),
                        options.Rounds,
                        Seconds = options.Time.TotalSeconds,
                        options.Quick,
                        BenchOptions.Seed,
                        Measures = found.Select(f => new
                        {
                            f.Measure,
                            f.Samples,
                            f.Figures,
                            f.Goals,
                        }),
                        Failures = failures,
                    },
                    Format
                )
            );
        }
    }

    private static MachineFacts Machine() =>
        new(
            Environment.ProcessorCount,
            Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
            (int)Math.Round(double.Parse(Field("/proc/meminfo", "MemTotal")!.Split(' ')[0], CultureInfo.InvariantCulture) / (1 << 20)),
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            Say("node", "--version"),
            Say(Pgbench.Program, "--version")
        );

    private static string? Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal))?.Split(':')[1].Trim();

    private static string Say(string program, string argument) => Command.RunAsync(program, [argument], CancellationToken.None).GetAwaiter().GetResult().Trim();

    private sealed record MachineFacts(int Cores, string Processor, int MemoryGibibytes, string System, string Runtime, string Node, string Postgres);
}
